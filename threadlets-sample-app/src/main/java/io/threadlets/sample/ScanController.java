package io.threadlets.sample;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/scans")
final class ScanController {

    private final ScanService scans;

    ScanController(ScanService scans) {
        this.scans = scans;
    }

    @PostMapping
    ResponseEntity<Scan> begin(@RequestBody Order order) {
        Scan scan = scans.begin(order.path());
        return ResponseEntity.accepted()
                .location(URI.create("/scans/" + scan.summary().id()))
                .body(scan);
    }

    @GetMapping
    List<ListedScan> latest() {
        return scans.latest();
    }

    @GetMapping("/{id}")
    Scan get(@PathVariable long id) {
        return scans.get(id);
    }

    /** What {@code sha256sum -c} reads. File names are written as the bytes they are. */
    @GetMapping(path = "/{id}/digests", produces = "text/plain;charset=UTF-8")
    void digests(@PathVariable long id, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        scans.writeChecksums(id, response.getOutputStream());
    }

    /**
     * 200 when the scan has come to rest, stopped or otherwise; 202 if something of it takes longer, or it runs
     * elsewhere.
     */
    @DeleteMapping("/{id}")
    ResponseEntity<Scan> stop(@PathVariable long id) {
        Scan scan = scans.stop(id);
        boolean ended = scan.summary().state() != ScanState.RUNNING;
        return ResponseEntity.status(ended ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(scan);
    }

    record Order(@Nullable String path) {}
}
