package io.threadlets.spring.aop;

import io.threadlets.spring.method.ContainerMethods;
import io.threadlets.spring.method.ThreadletTypes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Keeps the class that each bean with {@link io.threadlets.spring.Threadlet} methods was made of, before a
 * post-processor could put something else in its place. For this it looks at each bean before all post-processors do.
 * Beans that are made before {@link ThreadletPostProcessor} is in place are given to it here. Safe from any thread.
 */
public final class BeanOrigins implements BeanFactoryPostProcessor, PriorityOrdered {
    private final ThreadletTypes types = new ThreadletTypes();
    private final ContainerMethods containerMethods = new ContainerMethods();
    private final Map<String, Class<?>> origins = new ConcurrentHashMap<>();

    private final Set<String> woven = ConcurrentHashMap.newKeySet();

    /** Beans that others hold a reference to although they are not finished. */
    private final Map<String, Object> exposed = new ConcurrentHashMap<>();

    /** For the container. */
    public BeanOrigins() {}

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        final FirstLook firstLook = new FirstLook(beanFactory);
        for (String name : beanFactory.getSingletonNames()) {
            final Object bean = beanFactory.getSingleton(name);
            if (bean != null && beanFactory.containsBeanDefinition(name)) {
                firstLook.keep(bean, name);
            }
        }
        // Not a bean, so that it stays the first, and Spring does not count it among those still to come.
        beanFactory.addBeanPostProcessor(firstLook);
    }

    ThreadletTypes types() {
        return types;
    }

    ContainerMethods containerMethods() {
        return containerMethods;
    }

    /** The annotated class that a bean had at first; null if it had none, or the container did not make it. */
    @Nullable
    Class<?> of(Object bean, String name) {
        return origins.get(key(bean, name));
    }

    /** Whether others already hold what is to become of this bean. */
    @SuppressWarnings("ReferenceEquality") // this very object: what has replaced it is another one, equal or not
    boolean isExposed(Object bean, String name) {
        return exposed.get(key(bean, name)) == bean;
    }

    /** Notes that a bean has been given a proxy. */
    void noteWoven(Object bean, String name) {
        woven.add(key(bean, name));
    }

    boolean wasWoven(Object bean, String name) {
        return woven.contains(key(bean, name));
    }

    /** A factory and what it makes have the same name. */
    static String key(Object bean, String name) {
        return bean instanceof FactoryBean ? "&" + name : name;
    }

    private final class FirstLook implements SmartInstantiationAwareBeanPostProcessor {
        private final ConfigurableListableBeanFactory beanFactory;

        FirstLook(ConfigurableListableBeanFactory beanFactory) {
            this.beanFactory = beanFactory;
        }

        @Override
        public boolean postProcessAfterInstantiation(Object bean, String name) {
            keep(bean, name);
            return true;
        }

        @Override
        public Object getEarlyBeanReference(Object bean, String name) {
            if (of(bean, name) == null) {
                return bean;
            }
            exposed.put(key(bean, name), bean);
            return isTooEarly() ? weaver().getEarlyBeanReference(bean, name) : bean;
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (of(bean, name) == null) {
                keep(bean, name); // made by a factory, or exchanged already
            }
            return of(bean, name) != null && isTooEarly() ? weaver().postProcessAfterInitialization(bean, name) : bean;
        }

        void keep(Object bean, String name) {
            final Class<?> type = AopUtils.getTargetClass(bean);
            if (types.mayHaveSome(type)) {
                origins.put(key(bean, name), type);
                if (beanFactory.containsBeanDefinition(name)
                        && (bean instanceof FactoryBean || !beanFactory.isFactoryBean(name))) {
                    containerMethods.learn(type, beanFactory.getMergedBeanDefinition(name));
                }
            }
        }

        private boolean isTooEarly() {
            return beanFactory instanceof AbstractBeanFactory factory
                    && factory.getBeanPostProcessors().stream().noneMatch(ThreadletPostProcessor.class::isInstance);
        }

        private ThreadletPostProcessor weaver() {
            return beanFactory.getBean(ThreadletPostProcessor.BEAN_NAME, ThreadletPostProcessor.class);
        }
    }
}
