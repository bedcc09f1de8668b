/**
 * A duplicate-file finder: an example of an application on the Threadlets starter.
 *
 * <p>In reading order: {@code ScanController} (HTTP), {@code ScanService} (what it asks for), {@code ScanOrders}
 * (accepts a scan), {@code RunningScans} (those that run on this instance), {@code ScanRun} (one of them from its first
 * file to its last), and the three classes whose methods run on queues: {@code Walker} on {@code scans}, which is
 * stored, {@code FileHasher} on {@code disk}, {@code ScanStore} on {@code db}.
 */
@NullMarked
package io.threadlets.sample;

import org.jspecify.annotations.NullMarked;
