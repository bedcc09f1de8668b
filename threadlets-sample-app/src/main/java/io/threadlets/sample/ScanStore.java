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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
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
            COALESCE((SELECT SUM(size * (copies - 1)) FROM (
              SELECT size, COUNT(*) AS copies FROM scanned_file
              WHERE scan_id = :id AND sha256 IS NOT NULL GROUP BY sha256, size
            ) content), 0)""";

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

    /** Notes which stored call runs a scan. Not void: nobody would wait for that, nor have it in a transaction. */
    int called(long id, String call) {
        return client.sql("UPDATE scan SET call_id = :call WHERE id = :id")
                .param("call", call)
                .param("id", id)
                .update();
    }

    /** Begins a run of a scan, unless that has ended. An earlier run of it can write nothing from now on. */
    @Transactional
    CompletableFuture<Optional<TakenScan>> take(long id) {
        int taken = client.sql("UPDATE scan SET run_no = run_no + 1, state = :running,"
                        + " ended = NULL, files_unreadable = 0 WHERE id = :id AND state IN (:goingOn)")
                .param("running", ScanState.RUNNING.text())
                .param("id", id)
                .param(
                        "goingOn",
                        List.of(ScanState.RUNNING.text(), ScanState.INTERRUPTED.text(), ScanState.FAILED.text()))
                .update();
        if (taken == 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        client.sql("DELETE FROM scanned_file WHERE scan_id = :id AND sha256 IS NULL")
                .param("id", id)
                .update();
        Set<FileName> read = new HashSet<>();
        AtomicLong lastNumber = new AtomicLong();
        client.sql("SELECT file_no, path FROM scanned_file WHERE scan_id = :id")
                .param("id", id)
                .query(row -> {
                    read.add(path(row));
                    lastNumber.accumulateAndGet(row.getLong("file_no"), Math::max);
                });
        Optional<TakenScan> scan = client.sql("SELECT run_no, folder, stop_asked FROM scan WHERE id = :id")
                .param("id", id)
                .query((row, number) -> new TakenScan(
                        id,
                        row.getInt("run_no"),
                        new FileName(row.getBytes("folder")).toPath(),
                        read,
                        lastNumber.get(),
                        row.getBoolean("stop_asked")))
                .optional();
        return CompletableFuture.completedFuture(scan);
    }

    /** Notes how many files there are to read. Nobody waits for it. */
    void counted(TakenScan scan, long filesFound) {
        client.sql("UPDATE scan SET files_found = GREATEST(files_found, :found)"
                        + " WHERE id = :id AND run_no = :run AND state = :running")
                .param("found", filesFound)
                .param("id", scan.id())
                .param("run", scan.run())
                .param("running", ScanState.RUNNING.text())
                .update();
    }

    /** Adds files, and counts them in the same transaction, in which no other run of the scan can begin. */
    @Transactional
    CompletableFuture<@Nullable Void> save(TakenScan scan, List<FileRow> files, long filesFound) {
        long hashed = files.stream().filter(file -> file.sha256() != null).count();
        int counted = client.sql("UPDATE scan SET files_found = GREATEST(files_found, :found),"
                        + " files_hashed = files_hashed + :files, files_unreadable = files_unreadable + :unreadable,"
                        + " bytes_hashed = bytes_hashed + :bytes WHERE id = :id AND run_no = :run")
                .param("found", filesFound)
                .param("files", hashed)
                .param("unreadable", files.size() - hashed)
                .param("bytes", files.stream().mapToLong(FileRow::size).sum())
                .param("id", scan.id())
                .param("run", scan.run())
                .update();
        if (counted == 0) {
            throw new SupersededException(scan.id());
        }
        jdbc.batchUpdate(
                "INSERT INTO scanned_file (scan_id, file_no, path, size, sha256, reason) VALUES (?, ?, ?, ?, ?, ?)",
                files,
                files.size(),
                (statement, file) -> set(statement, scan.id(), file));
        return CompletableFuture.completedFuture(null);
    }

    /** Notes how a scan ended, and what its duplicates waste, unless it failed: it may be these tables that did. */
    CompletableFuture<@Nullable Void> finish(TakenScan scan, ScanState state, long filesFound) {
        String wasted = state == ScanState.FAILED ? "0" : WASTED;
        client.sql("UPDATE scan SET state = :state, files_found = :found, ended = :now, wasted_bytes = " + wasted
                        + " WHERE id = :id AND run_no = :run")
                .param("state", state.text())
                .param("found", filesFound)
                .param("now", now())
                .param("id", scan.id())
                .param("run", scan.run())
                .update();
        return CompletableFuture.completedFuture(null);
    }

    /** Asks for the end of a scan, wherever it runs. Returns the call that runs it, unless the scan has ended. */
    @Transactional
    Optional<String> askToStop(long id) {
        int running = client.sql("UPDATE scan SET stop_asked = TRUE WHERE id = :id AND state = :running")
                .param("id", id)
                .param("running", ScanState.RUNNING.text())
                .update();
        return running == 0
                ? Optional.empty()
                : client.sql("SELECT call_id FROM scan WHERE id = :id AND call_id IS NOT NULL")
                        .param("id", id)
                        .query(String.class)
                        .optional();
    }

    /** Notes that a scan has stopped that no call runs any more. */
    int stopped(long id) {
        return client.sql("UPDATE scan SET state = :stopped, ended = :now, wasted_bytes = " + WASTED
                        + " WHERE id = :id AND state = :running")
                .param("stopped", ScanState.STOPPED.text())
                .param("now", now())
                .param("id", id)
                .param("running", ScanState.RUNNING.text())
                .update();
    }

    /** Notes that a scan is not tried again. */
    void giveUp(long id, ScanState state) {
        client.sql("UPDATE scan SET state = :state, ended = :now WHERE id = :id AND state = :running")
                .param("state", state.text())
                .param("now", now())
                .param("id", id)
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
