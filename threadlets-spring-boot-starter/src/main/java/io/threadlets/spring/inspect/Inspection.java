package io.threadlets.spring.inspect;

import java.util.List;

/**
 * A queue and what runs on it, looked at together.
 *
 * @param queue its numbers
 * @param running its works that run, longest first
 */
public record Inspection(QueueView queue, List<RunningView> running) {}
