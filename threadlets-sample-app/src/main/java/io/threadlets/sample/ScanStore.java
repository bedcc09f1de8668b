package io.threadlets.sample;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.threadlets.spring.Threadlet;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Scans and digests in the database; all of it runs on the queue {@code db}.
 *
 * <p>What scans do in the background returns futures. What a request waits for returns plain values.
 */
@Repository
@Threadlet("db")
class ScanStore {

    private static final String SUMMARY =
            "SELECT id, folder, state, files_found, files_hashed, bytes_hashed FROM scan ";

    private static final String WASTED = """
            SELECT SUM(size * (copies - 1)) FROM (
              SELECT size, COUNT(*) AS copies FROM scanned_file
              WHERE scan_id = :id AND sha256 IS NOT NULL GROUP BY sha256, size
            ) content""";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    ScanStore(JdbcTemplate jdbc, JdbcClient client) {
        this.jdbc = jdbc;
        this.client = client;
    }

    /** Adds a running scan. */
    long create(Path folder) {
        KeyHolder key = new GeneratedKeyHolder();
        client.sql("INSERT INTO scan (folder, state, started) VALUES (:folder, :state, :now)")
                .param("folder", FileName.of(folder).bytes())
                .param("now", now())
                .param("state", ScanState.RUNNING.text())
                .update(key, "id");
        return Objects.requireNonNull(key.getKeyAs(Long.class));
    }

    /** Notes how many files there are to read. Nobody waits for it. */
    void counted(long id, long filesFound) {
        client.sql("UPDATE scan SET files_found = GREATEST(files_found, :found) WHERE id = :id AND state = :running")
                .param("found", filesFound)
                .param("id", id)
                .param("running", ScanState.RUNNING.text())
                .update();
    }

    /** Adds files, and counts them in the same transaction. */
    @Transactional
    CompletableFuture<@Nullable Void> save(long id, List<FileRow> files, long filesFound) {
        jdbc.batchUpdate(
                "INSERT INTO scanned_file (scan_id, file_no, path, size, sha256, reason) VALUES (?, ?, ?, ?, ?, ?)",
                files,
                files.size(),
                (statement, file) -> set(statement, id, file));
        long hashed = files.stream().filter(file -> file.sha256() != null).count();
        client.sql("UPDATE scan SET files_found = GREATEST(files_found, :found),"
                        + " files_hashed = files_hashed + :files, files_unreadable = files_unreadable + :unreadable,"
                        + " bytes_hashed = bytes_hashed + :bytes WHERE id = :id")
                .param("found", filesFound)
                .param("files", hashed)
                .param("unreadable", files.size() - hashed)
                .param("bytes", files.stream().mapToLong(FileRow::size).sum())
                .param("id", id)
                .update();
        return CompletableFuture.completedFuture(null);
    }

    /** Notes how a scan ended, and what its duplicates waste, unless it failed: it may be these tables that did. */
    CompletableFuture<@Nullable Void> finish(long id, ScanState state, long filesFound) {
        String wasted = state == ScanState.FAILED ? "0" : "COALESCE((" + WASTED + "), 0)";
        client.sql("UPDATE scan SET state = :state, files_found = :found, ended = :now, wasted_bytes = " + wasted
                        + " WHERE id = :id")
                .param("state", state.text())
                .param("found", filesFound)
                .param("now", now())
                .param("id", id)
                .update();
        return CompletableFuture.completedFuture(null);
    }

    /** What ran when an application stopped without saying so will not go on. */
    int interruptUnfinished() {
        return client.sql("UPDATE scan SET state = :interrupted WHERE state = :running")
                .param("interrupted", ScanState.INTERRUPTED.text())
                .param("running", ScanState.RUNNING.text())
                .update();
    }

    /** The latest scans, the newest first. */
    List<ListedScan> latest(int limit) {
        return client.sql("SELECT * FROM scan ORDER BY id DESC FETCH FIRST " + limit + " ROWS ONLY")
                .query((row, number) -> listed(row))
                .list();
    }

    Optional<ScanSummary> find(long id) {
        return client.sql(SUMMARY + "WHERE id = :id")
                .param("id", id)
                .query((row, number) -> summary(row))
                .optional();
    }

    List<Unreadable> unreadable(long id) {
        return client.sql("SELECT path, reason FROM scanned_file WHERE scan_id = :id AND reason IS NOT NULL"
                        + " ORDER BY path, file_no")
                .param("id", id)
                .query((row, number) -> new Unreadable(path(row).toString(), row.getString("reason")))
                .list();
    }

    /** Groups of equal files, the most wasteful first. */
    List<Duplicate> duplicates(long id) {
        Map<Content, List<String>> copies = client
                .sql("""
                        SELECT sha256, size, path FROM (
                          SELECT sha256, size, path, COUNT(*) OVER (PARTITION BY sha256, size) AS copies
                          FROM scanned_file WHERE scan_id = :id AND sha256 IS NOT NULL
                        ) counted
                        WHERE copies > 1 ORDER BY size * (copies - 1) DESC, sha256, path""")
                .param("id", id)
                .query((row, number) -> new Copy(
                        new Content(row.getString("sha256"), row.getLong("size")),
                        path(row).toString()))
                .list()
                .stream()
                .collect(groupingBy(Copy::content, LinkedHashMap::new, mapping(Copy::path, toList())));
        return copies.entrySet().stream()
                .map(group ->
                        Duplicate.of(group.getKey().sha256(), group.getKey().size(), group.getValue()))
                .toList();
    }

    /** Digests in the order in which the files were found, a page at a time. */
    List<Checksum> checksums(long id, long afterNumber, int limit) {
        return client.sql("SELECT file_no, sha256, path FROM scanned_file"
                        + " WHERE scan_id = :id AND file_no > :after AND sha256 IS NOT NULL"
                        + " ORDER BY file_no FETCH FIRST " + limit + " ROWS ONLY")
                .param("id", id)
                .param("after", afterNumber)
                .query((row, number) -> new Checksum(row.getLong("file_no"), row.getString("sha256"), path(row)))
                .list();
    }

    private static void set(PreparedStatement statement, long id, FileRow file) throws SQLException {
        statement.setLong(1, id);
        statement.setLong(2, file.number());
        statement.setBytes(3, file.path().bytes());
        statement.setLong(4, file.size());
        statement.setString(5, file.sha256());
        statement.setString(6, file.reason());
    }

    private static FileName path(ResultSet row) throws SQLException {
        return new FileName(row.getBytes("path"));
    }

    private static ScanSummary summary(ResultSet row) throws SQLException {
        return new ScanSummary(
                row.getLong("id"),
                new FileName(row.getBytes("folder")).toString(),
                ScanState.of(row.getString("state")),
                row.getLong("files_found"),
                row.getLong("files_hashed"),
                row.getLong("bytes_hashed"));
    }

    private static ListedScan listed(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended", OffsetDateTime.class);
        return new ListedScan(
                summary(row),
                row.getObject("started", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getLong("files_unreadable"),
                row.getLong("wasted_bytes"));
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC);
    }

    private record Content(String sha256, long size) {}

    private record Copy(Content content, String path) {}
}
