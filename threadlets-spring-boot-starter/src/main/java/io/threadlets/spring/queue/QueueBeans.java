package io.threadlets.spring.queue;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The names of the configured queues' beans. Those that cannot be names in Java get an alias that can, so that a
 * parameter {@code myQueue} finds {@code my-queue}. Only once all bean definitions are known, since any other bean of
 * that name goes first.
 */
public final class QueueBeans implements BeanFactoryPostProcessor {
    private static final Pattern SEPARATOR = Pattern.compile("[^\\p{Alnum}]+(.?)");

    private final Map<String, String> beans;

    /**
     * For the container.
     *
     * @param beans the bean's name for each queue's
     */
    public QueueBeans(Map<String, String> beans) {
        this.beans = Collections.unmodifiableMap(beans);
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        final Map<String, Integer> wanted = new HashMap<>();
        beans.values().forEach(bean -> wanted.merge(inJava(bean), 1, Integer::sum));
        for (String bean : beans.values()) {
            final String alias = inJava(bean);
            // Of my-queue and my.queue neither is meant.
            if (wanted.getOrDefault(alias, 0) == 1 && !beanFactory.containsLocalBean(alias)) {
                beanFactory.registerAlias(bean, alias);
            }
        }
    }

    /**
     * A name that a parameter can have.
     *
     * @param bean the name of a queue or of its bean
     * @return as {@code myQueue} for {@code my-queue}
     */
    public static String inJava(String bean) {
        return SEPARATOR.matcher(bean).replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
    }

    /** The bean of a queue; null if no queue of that name is configured. */
    @Nullable
    String beanOf(String queue) {
        return beans.get(queue);
    }

    boolean isOne(String bean) {
        return beans.containsValue(bean);
    }
}
