package io.threadlets.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What a change has done.
 *
 * @param before the settings until then
 * @param after the settings from then on
 * @param until how long they hold: until the restart, since nothing is written to the configuration
 */
public record ChangedDescriptor(SettingsDescriptor before, SettingsDescriptor after, String until)
        implements OperationResponseBody {}
