package io.threadlets.sample;

/** What was read of a file: its SHA-256 in hexadecimal, and how many bytes there were. */
record FileDigest(String sha256, long size) {}
