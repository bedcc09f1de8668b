package io.threadlets.spring.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/** Tells of each write, the log and whoever listens to audit events. */
final class WriteLog {
    private static final Log LOG = LogFactory.getLog(ThreadletsEndpoint.class);

    private final ApplicationEventPublisher events;

    WriteLog(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** @param configured what the queue began with */
    void changed(
            String queue,
            QueueChange change,
            SettingsDescriptor before,
            SettingsDescriptor after,
            SettingsDescriptor configured,
            Caller caller) {
        final List<Setting> settings = new ArrayList<>();
        add(settings, change.min(), "min", before.min(), after.min(), configured.min());
        add(settings, change.max(), "max", before.max(), after.max(), configured.max());
        add(settings, change.capacity(), "capacity", before.capacity(), after.capacity(), configured.capacity());
        add(
                settings,
                change.idleTimeout(),
                "idle timeout",
                before.idleTimeout(),
                after.idleTimeout(),
                configured.idleTimeout());
        final List<String> parts = new ArrayList<>();
        settings.forEach(setting -> parts.add(setting.name + " " + setting.from + " -> " + setting.to));
        if (change.paused() != null) {
            parts.add(change.paused() ? "paused" : "resumed");
        }
        tell(queue, String.join(", ", parts), caller, " (until restart" + configuration(settings) + ")");
        if (!settings.isEmpty()) {
            final Map<String, Object> data = new LinkedHashMap<>();
            settings.forEach(setting -> data.put(setting.name, setting.from + " -> " + setting.to));
            audit("THREADLETS_RESIZED", queue, data, caller);
        }
        if (change.paused() != null) {
            audit(change.paused() ? "THREADLETS_PAUSED" : "THREADLETS_RESUMED", queue, Map.of(), caller);
        }
    }

    private record Setting(String name, String from, String to, String configured) {}

    private static void add(
            List<Setting> settings,
            @Nullable Object asked,
            String name,
            @Nullable Object from,
            @Nullable Object to,
            @Nullable Object configured) {
        if (asked != null) {
            settings.add(new Setting(name, written(from), written(to), written(configured)));
        }
    }

    private static String written(@Nullable Object setting) {
        return Objects.toString(setting, "unlimited");
    }

    private static String configuration(List<Setting> settings) {
        if (settings.isEmpty()) {
            return "";
        }
        return "; configuration says "
                + (settings.size() == 1
                        ? settings.get(0).configured
                        : String.join(
                                ", ",
                                settings.stream()
                                        .map(setting -> setting.name + " " + setting.configured)
                                        .toList()));
    }

    void interrupting(String queue, long id, String work, boolean interrupts, Caller caller) {
        tell(
                queue,
                "work " + id + " '" + work + "' " + (interrupts ? "interrupted" : "cancelled, not interrupted,"),
                caller,
                "");
        audit("THREADLETS_CANCELLED", queue, Map.of("id", id, "work", work, "interrupt", interrupts), caller);
    }

    void removed(String queue, long id, String work, Caller caller) {
        tell(queue, "work " + id + " '" + work + "' removed before it began", caller, "");
        audit("THREADLETS_REMOVED", queue, Map.of("id", id, "work", work), caller);
    }

    void cleared(String queue, int removed, Caller caller) {
        tell(queue, "cleared, " + removed + " waiting removed,", caller, "");
        audit("THREADLETS_CLEARED", queue, Map.of("removed", removed), caller);
    }

    void cancelled(String queue, String work, int removed, int interrupted, int spared, Caller caller) {
        tell(
                queue,
                "all of '" + work + "' cancelled, " + removed + " waiting removed, " + interrupted
                        + " running interrupted" + (spared == 0 ? "" : ", " + spared + " running not interrupted")
                        + ",",
                caller,
                "");
        audit(
                "THREADLETS_CANCELLED",
                queue,
                Map.of("work", work, "removed", removed, "interrupted", interrupted, "spared", spared),
                caller);
    }

    // ---- stored calls ----

    void storedRemoved(String queue, String id, String work, Caller caller) {
        tell(queue, stored(id, work) + " deleted", caller, "");
        auditStored("THREADLETS_REMOVED", queue, id, work, caller);
    }

    void storedStopping(String queue, String id, String work, Caller caller) {
        tell(queue, stored(id, work) + " asked to stop, and not run again,", caller, "");
        auditStored("THREADLETS_CANCELLED", queue, id, work, caller);
    }

    void storedRetried(String queue, String id, String work, Caller caller) {
        tell(queue, stored(id, work) + " retried", caller, "");
        auditStored("THREADLETS_RETRIED", queue, id, work, caller);
    }

    private static String stored(String id, String work) {
        return "stored call " + id + " '" + work + "'";
    }

    private void auditStored(String type, String queue, String id, String work, Caller caller) {
        audit(type, queue, Map.of("stored", id, "work", work), caller);
    }

    private static void tell(String queue, String what, Caller caller, String more) {
        LOG.info(queue + ": " + what.replaceAll("\\p{Cntrl}", "?") + " " + caller + more);
    }

    private void audit(String type, String queue, Map<String, Object> data, Caller caller) {
        final Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("queue", queue);
        all.put("over", caller.channel());
        all.putAll(data);
        events.publishEvent(new AuditApplicationEvent(caller.principal(), type, all));
    }
}
