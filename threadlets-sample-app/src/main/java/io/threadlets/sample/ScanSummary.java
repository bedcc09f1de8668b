package io.threadlets.sample;

/** How far a scan has come. */
record ScanSummary(long id, String path, ScanState state, long filesFound, long filesHashed, long bytesHashed) {

    ScanSummary withState(ScanState other) {
        return new ScanSummary(id, path, other, filesFound, filesHashed, bytesHashed);
    }
}
