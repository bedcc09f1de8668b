package io.threadlets.sample;

import java.nio.file.Path;
import java.util.Set;

/**
 * A scan that an instance is about to run.
 *
 * @param run which run of the scan this is: what an earlier one writes is not taken any more
 * @param read the files of which an earlier run has the digests; each is taken out when it is found again
 * @param lastNumber the highest number that an earlier run has given to a file
 * @param toBeStopped whether somebody has asked for its end
 */
record TakenScan(long id, int run, Path folder, Set<FileName> read, long lastNumber, boolean toBeStopped) {}
