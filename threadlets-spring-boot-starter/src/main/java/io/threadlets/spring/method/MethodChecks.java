package io.threadlets.spring.method;

import io.threadlets.spring.config.Suggestions;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.method.ThreadletMethods.Declaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Looks at the annotated methods of one class after another, and keeps what is wrong with them. For one thread. */
public final class MethodChecks {
    private static final Log LOG = LogFactory.getLog(MethodChecks.class);
    private static final String METHODS = "threadlets.methods";
    private static final String CONTINUATION = "kotlin.coroutines.Continuation";

    private final Set<String> queues;
    private final Set<String> stored;
    private final MethodOverrides overrides;
    private final Placeholders placeholders;
    private final ContainerMethods containerMethods;

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<String> usedKeys = new LinkedHashSet<>();
    private final Set<String> labels = new TreeSet<>();

    /**
     * Begins a report.
     *
     * @param queues the names that annotations may give
     * @param stored those of them that have a store
     * @param overrides what is set over the annotations
     * @param placeholders resolves names and times
     * @param containerMethods knows which methods the container calls
     */
    public MethodChecks(
            Set<String> queues,
            Set<String> stored,
            MethodOverrides overrides,
            Placeholders placeholders,
            ContainerMethods containerMethods) {
        this.queues = queues;
        this.stored = stored;
        this.overrides = overrides;
        this.placeholders = placeholders;
        this.containerMethods = containerMethods;
    }

    /**
     * Looks at one class.
     *
     * @param type the class
     * @param isSubclassed whether a proxy of it is, or would be, a subclass
     * @param obstacle what keeps beans of this class from having a proxy
     */
    public void check(Class<?> type, boolean isSubclassed, @Nullable Problem obstacle) {
        final Map<Method, Declaration> methods = ThreadletMethods.of(type);
        if (obstacle != null) {
            problems.add(obstacle);
        }
        methods.forEach((method, annotated) -> {
            final One one = new One(type, method, annotated, isSubclassed);
            if (annotated.isOnMethod() || !containerMethods.isNamed(one.method, type)) {
                one.check();
            }
        });
    }

    /**
     * Ends the looking.
     *
     * @param hasSeenAll whether there can be no further annotated methods
     * @return everything that is wrong
     */
    public List<Problem> finish(boolean hasSeenAll) {
        for (String key : overrides.keys()) {
            if (!usedKeys.contains(key)) {
                final Problem problem = unused(key);
                if (isMisspelt(key, hasSeenAll)) {
                    problems.add(problem);
                } else {
                    LOG.warn(problem.text() + " It has no effect, unless a bean of that class is made later.");
                }
            }
        }
        return List.copyOf(problems);
    }

    private Problem unused(String key) {
        return new Problem(
                property(key) + " is set, but there is no @Threadlet method '" + key + "'. There are: "
                        + (labels.isEmpty() ? "none" : String.join(", ", labels)) + ".",
                Suggestions.nearest(key, labels)
                        .map(near -> "Did you mean " + METHODS + "[" + near + "]?")
                        .orElse("Write the class's name, a dot, and the method's name, or remove the property."),
                List.of(property(key)));
    }

    /** And not of a bean that this context, a test's perhaps, does without. */
    private boolean isMisspelt(String key, boolean hasSeenAll) {
        if (!key.contains(".")) {
            return false; // in a file it is reported before; a variable may be somebody else's
        }
        final String type = ClassUtils.getShortName(key.substring(0, key.lastIndexOf('.')));
        return labels.stream().anyMatch(label -> label.startsWith(type + "."))
                || (hasSeenAll && Suggestions.nearest(key, labels).isPresent());
    }

    private static String property(String key) {
        return METHODS + "[" + key + "]";
    }

    /** One method. */
    private final class One {
        private final Class<?> type;
        private final Method method;
        private final Declaration annotated;
        private final Declaration declared;
        private final boolean isSubclassed;
        private final List<String> keys;

        /** The method, or its class if that is what is annotated. */
        private final String where;

        One(Class<?> type, Method method, Declaration annotated, boolean isSubclassed) {
            this.type = type;
            this.method = ThreadletMethods.mostSpecific(method, type);
            this.annotated = annotated;
            this.declared = overrides.apply(annotated, method, type);
            this.isSubclassed = isSubclassed;
            this.keys = overrides.keysOf(method, type);
            this.where = annotated.isOnMethod() ? name() : type.getName();
        }

        private String name() {
            return type.getName() + "." + method.getName();
        }

        void check() {
            labels.add(ThreadletMethods.label(method, type));
            usedKeys.addAll(keys);
            checkQueue();
            checkTimeout();
            checkFallback();
            checkSignature();
            checkCaller();
            final String obstacle = obstacle();
            if (obstacle != null) {
                problems.add(new Problem(
                        "@Threadlet on " + where + (annotated.isOnMethod() ? "" : " covers " + name())
                                + ", which cannot be intercepted because it is " + obstacle + ".",
                        "Make " + ThreadletMethods.label(method, type) + " not " + obstacle
                                + (annotated.isOnMethod() ? ", or remove @Threadlet." : ".")));
            }
        }

        private void checkQueue() {
            final boolean isOverridden = !declared.queue().equals(annotated.queue());
            final String source = isOverridden
                    ? property(keys.get(0)) + ".queue = " + declared.queue()
                    : "@Threadlet(\"" + declared.queue() + "\") on " + where;
            final String queue = resolve(declared.queue(), source);
            if (queue != null && !queues.contains(queue)) {
                problems.add(new Problem(
                        source + " names a queue " + (queue.equals(declared.queue()) ? "" : "'" + queue + "' ")
                                + "that does not exist. Queues: " + String.join(", ", queues) + ".",
                        Suggestions.nearest(queue, queues)
                                        .map(near -> "Did you mean \"" + near + "\"? Use it")
                                        .orElse("Use one of these")
                                + ", or add threadlets.queues." + queue + ".",
                        properties(isOverridden)));
            } else if (queue != null) {
                resolve(declared.name(), "@Threadlet(name = \"" + declared.name() + "\") on " + where);
                new StoredMethodChecks(method, name(), problems::add)
                        .check(
                                declared,
                                queue,
                                stored.contains(queue),
                                keys.stream().map(MethodChecks::property).toList());
            }
        }

        private void checkTimeout() {
            final String source = "@Threadlet(timeout = \"" + declared.timeout() + "\") on " + where;
            final String timeout = resolve(declared.timeout(), source);
            if (timeout == null) {
                return;
            }
            try {
                MethodPlans.timeout(timeout);
            } catch (IllegalArgumentException unreadable) {
                problems.add(new Problem(
                        source + " is not a time" + (timeout.equals(declared.timeout()) ? "" : ": '" + timeout + "'")
                                + ".",
                        "Use a number and a unit, as in 500ms, 2s, 1m, or 0 for no limit.",
                        properties(!declared.timeout().equals(annotated.timeout()))));
            }
        }

        private void checkFallback() {
            final boolean isOverridden = !declared.fallback().equals(annotated.fallback());
            final String fallback =
                    resolve(declared.fallback(), "@Threadlet(fallback = \"" + declared.fallback() + "\") on " + where);
            if (fallback == null || fallback.isEmpty()) {
                return;
            }
            try {
                Fallback.find(fallback, method, type);
            } catch (ThreadletsConfigurationException wrong) {
                wrong.problems()
                        .forEach(problem ->
                                problems.add(new Problem(problem.text(), problem.fix(), properties(isOverridden))));
            }
        }

        /** Null, and the problem noted, if it is an expression, or a placeholder has no value. */
        private @Nullable String resolve(String written, String source) {
            try {
                return placeholders.resolve(written);
            } catch (UnsupportedOperationException expression) {
                problems.add(new Problem(
                        source + ": " + expression.getMessage() + ".",
                        "Write the value itself, or a placeholder, as in ${name:global}."));
                return null;
            } catch (IllegalArgumentException unresolved) {
                problems.add(new Problem(
                        source + ": " + unresolved.getMessage() + ".",
                        "Define the property, or give it a default as in ${name:global}."));
                return null;
            }
        }

        private List<String> properties(boolean isOverridden) {
            return isOverridden ? keys.stream().map(MethodChecks::property).toList() : List.of();
        }

        private void checkSignature() {
            final Class<?>[] parameters = method.getParameterTypes();
            if (parameters.length > 0
                    && parameters[parameters.length - 1].getName().equals(CONTINUATION)) {
                problems.add(new Problem(
                        "@Threadlet on " + name() + " cannot be: it is a Kotlin suspend function.",
                        "Annotate a plain function that blocks, and call it from the suspend function."));
            }
            final ReactiveAdapter adapter =
                    ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType());
            if (adapter != null && adapter.isMultiValue()) {
                LOG.warn("@Threadlet on " + name() + ", which returns a stream ("
                        + method.getReturnType().getSimpleName()
                        + "): the caller waits for it, and what it does when it is subscribed to is not done by the"
                        + " queue. Return a Mono of a list, or annotate what the stream calls.");
            }
        }

        private void checkCaller() {
            String reason = ContainerMethods.reason(method, type);
            if (reason == null && containerMethods.isNamed(method, type)) {
                reason = "it is an init or destroy method of a bean definition";
            }
            if (reason != null) {
                problems.add(new Problem(
                        "@Threadlet on " + name() + " cannot be: the container calls this method itself, since "
                                + reason + ", and needs it done when it returns.",
                        "Remove @Threadlet from it, and move what may run on a queue to a method of another bean."));
            }
        }

        private @Nullable String obstacle() {
            final int modifiers = method.getModifiers();
            if (Modifier.isPrivate(modifiers)) {
                return "private";
            }
            if (Modifier.isStatic(modifiers)) {
                return "static";
            }
            if (isSubclassed && Modifier.isFinal(modifiers) && isTheApplications()) {
                return "final";
            }
            return isSubclassed && isOutOfReach() && isTheApplications()
                    ? "visible in " + method.getDeclaringClass().getPackageName() + " only"
                    : null;
        }

        /** A subclass in another package cannot override it. */
        private boolean isOutOfReach() {
            final int visible = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.PRIVATE;
            return (method.getModifiers() & visible) == 0
                    && !method.getDeclaringClass().getPackageName().equals(type.getPackageName());
        }

        /** A class that is annotated as a whole may inherit what it cannot change. */
        private boolean isTheApplications() {
            return annotated.isOnMethod() || ThreadletMethods.isAnnotated(method.getDeclaringClass());
        }
    }
}
