package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Takes the closing of {@link ThreadletQueue} beans from the container, which would wait for their works without limit,
 * and keeps them for the one who closes them all. Queues of the application are among them, unless it names a destroy
 * method of its own. Not said in the bean definitions: those that are generated ahead of time leave it out.
 */
public final class QueueOwnership implements MergedBeanDefinitionPostProcessor {
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Set<ThreadletQueue> queues = ConcurrentHashMap.newKeySet();
    private final Map<String, ThreadletQueue> made = new ConcurrentHashMap<>();

    /** For the container. */
    public QueueOwnership() {}

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
        final String destroyMethod = definition.getDestroyMethodName();
        final boolean isInferred = destroyMethod == null || destroyMethod.equals(AbstractBeanDefinition.INFER_METHOD);
        if (type == ThreadletQueue.class && definition.isSingleton() && isInferred) {
            definition.setDestroyMethodName("");
            names.add(name);
        }
    }

    /** Before a test's spy takes its place: the spy would count what is done with it here. */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof ThreadletQueue queue) {
            made.put(name, queue);
            if (names.contains(name)) {
                queues.add(queue);
            }
        }
        return bean;
    }

    /** What a factory bean makes is seen only here. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ThreadletQueue queue) {
            made.putIfAbsent(name, queue);
        }
        return bean;
    }

    /** The queues that nobody else closes, as far as they are made. */
    Set<ThreadletQueue> queues() {
        return Collections.unmodifiableSet(queues);
    }

    /** What a bean's definition has made; null if something else was put in its place. */
    @Nullable
    ThreadletQueue madeFor(String bean) {
        return made.get(bean);
    }
}
