package io.threadlets.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the sample.
 *
 * @param root Folder below which scans are allowed. Not a {@link java.nio.file.Path}: in a web application a relative
 *     one would be looked for among the files of the web server first.
 */
@ConfigurationProperties("sample")
record SampleProperties(String root) {}
