package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ThreadletQueue queue && names.contains(name)) {
            queues.add(queue);
        }
        return bean;
    }

    /** The queues that nobody else closes, as far as they are made. */
    Set<ThreadletQueue> queues() {
        return Collections.unmodifiableSet(queues);
    }
}
