package io.threadlets.sample;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the sample.
 *
 * @param root Folder below which scans are allowed.
 */
@ConfigurationProperties("sample")
record SampleProperties(Path root) {}
