package io.threadlets.spring.stored;

import io.threadlets.spring.call.StoredCallMaker;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.context.CallObserver;
import io.threadlets.spring.method.MethodOverrides;
import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.method.MethodPlan.Returns;
import io.threadlets.spring.method.MethodProblems;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.queue.StoredQueueAccess;
import io.threadlets.spring.queue.StoredQueueView;
import io.threadlets.spring.store.CallStore;
import io.threadlets.spring.store.QueueStore;
import io.threadlets.spring.store.StoreProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import tools.jackson.databind.json.JsonMapper;

/** The queues of a context that have a store: their calls are sent and run here. Safe from any thread. */
public final class StoredQueues implements StoredCallMaker, StoredQueueAccess, MethodProblems {
    private static final Log LOG = LogFactory.getLog(StoredQueues.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration BETWEEN_PURGES = Duration.ofSeconds(30);

    private final QueueRegistry registry;
    private final StoredTargets targets;
    private final StoredArguments arguments;
    private final Map<String, One> queues = new LinkedHashMap<>();
    private boolean isWatched;

    /** A queue, and what is done with its calls. */
    private record One(StoredQueue queue, Sender sender, StoredQueueView view) {}

    /**
     * Opens the stores.
     *
     * @param registry the queues
     * @param properties what is set over the annotations
     * @param stores those that there are
     * @param mapper writes arguments down
     * @param context what goes along with the calls
     * @param observer who sees their bodies run; null if nobody does
     * @param beanFactory the beans whose methods are called
     */
    public StoredQueues(
            QueueRegistry registry,
            ThreadletsProperties properties,
            Iterable<CallStore> stores,
            JsonMapper mapper,
            CallContext context,
            @Nullable CallObserver observer,
            ConfigurableListableBeanFactory beanFactory) {
        this.registry = registry;
        this.arguments = new StoredArguments(mapper);
        this.targets = new StoredTargets(
                beanFactory,
                registry,
                new MethodOverrides(properties.methods()),
                arguments.mapper().getTypeFactory());
        for (String name : registry.stored().names()) {
            if (registry.stored().settings(name) != null) {
                final StoredQueue queue =
                        new StoredQueue(name, targets, arguments, registry, context, observer, beanFactory);
                queues.put(
                        name,
                        new One(
                                queue,
                                new Sender(queue, registry),
                                new DefaultStoredQueueView(queue, context, registry.deadlines()::now)));
                open(queue, stores);
            }
        }
        registry.stored().join(this);
    }

    private static void open(StoredQueue queue, Iterable<CallStore> stores) {
        for (CallStore store : stores) {
            if (store.name().equals(queue.settings().store())) {
                queue.use(open(store, queue), store.isRequired());
                return;
            }
        }
        LOG.warn(queue.name() + ": the store '" + queue.settings().store()
                + "' is not part of this application context;" + " calls of this queue's methods will fail");
    }

    private static QueueStore open(CallStore store, StoredQueue queue) {
        try {
            return store.open(queue.name(), queue);
        } catch (StoreProblemException wrong) {
            final ThreadletsConfigurationException failure = new ThreadletsConfigurationException(List.of(new Problem(
                    wrong.problem().text(),
                    wrong.problem().fix(),
                    wrong.problem().properties())));
            failure.initCause(wrong);
            throw failure;
        }
    }

    // ---- calls ----

    @Override
    public @Nullable Object make(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        final Object bean = invocation.getThis();
        final Attempt expected = Attempt.takeExpected(plan, bean);
        if (expected != null) {
            return expected.proceed(plan, invocation);
        }
        final StoredTarget target = targets.of(plan.method(), bean);
        final Object receipt = one(target.queue()).sender().send(target, invocation);
        return plan.returns() == Returns.RECEIPT ? receipt : null;
    }

    @Override
    public StoredQueueView view(String queue) {
        return one(queue).view();
    }

    private One one(String queue) {
        return Objects.requireNonNull(queues.get(queue), queue);
    }

    // ---- life ----

    @Override
    public List<Problem> problems() {
        targets.complete();
        final List<Problem> problems = new ArrayList<>(targets.problems());
        final ArgumentChecks checks = new ArgumentChecks(arguments.mapper());
        targets.all().forEach(target -> checks.check(target, problems::add));
        return problems;
    }

    @Override
    public void start() {
        watch();
        queues.values().forEach(one -> one.queue().start());
    }

    private void watch() {
        if (!isWatched) {
            isWatched = true;
            registry.deadlines()
                    .each(
                            BETWEEN_LOOKS,
                            () -> queues.values().forEach(one -> one.queue().giveBackTheImpatient()));
            registry.deadlines()
                    .each(
                            BETWEEN_PURGES,
                            () -> queues.values().forEach(one -> one.queue().purge()));
        }
    }

    @Override
    public void pause() {
        queues.values().forEach(one -> one.queue().pause());
    }

    @Override
    public void stop() {
        queues.values().forEach(one -> one.queue().stop());
    }
}
