/**
 * A duplicate-file finder: an example of an application on the Threadlets starter.
 *
 * <p>In reading order: {@code ScanController} (HTTP), {@code Scans} (begins and ends scans), {@code ScanRun} (one scan
 * from its first file to its last), and the three classes whose methods run on queues: {@code Walker} on {@code walk},
 * {@code FileHasher} on {@code disk}, {@code ScanStore} on {@code db}.
 */
@NullMarked
package io.threadlets.sample;

import org.jspecify.annotations.NullMarked;
