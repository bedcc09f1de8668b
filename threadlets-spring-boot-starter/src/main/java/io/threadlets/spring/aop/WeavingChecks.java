package io.threadlets.spring.aop;

import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Looks at each bean after all post-processors: its advice goes before that of the others, so that transactions and the
 * like are those of the queue's thread, and calls of its {@link io.threadlets.spring.Threadlet} methods must reach
 * their queues. Where they would not, the application does not start; a bean that is made later is refused.
 */
public final class WeavingChecks
        implements SmartInstantiationAwareBeanPostProcessor, MergedBeanDefinitionPostProcessor, AopInfrastructureBean {
    private final ConfigurableListableBeanFactory beanFactory;
    private final ThreadletPostProcessor weaver;
    private final BeanOrigins origins;

    /** By the bean's name. */
    private final Map<String, Problem> problems = new ConcurrentSkipListMap<>();

    private volatile boolean isStarted;

    /**
     * For the container.
     *
     * @param beanFactory whose beans are looked at
     * @param weaver what should have given them a proxy
     * @param origins knows the beans as they were made
     */
    public WeavingChecks(
            ConfigurableListableBeanFactory beanFactory, ThreadletPostProcessor weaver, BeanOrigins origins) {
        this.beanFactory = beanFactory;
        this.weaver = weaver;
        this.origins = origins;
    }

    /** Nothing is done here: post-processors of this kind are the last in the order. */
    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {}

    @Override
    public Object getEarlyBeanReference(Object bean, String name) {
        return check(outermost(bean), name);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return origins.isExposed(bean, name) ? bean : check(outermost(bean), name);
    }

    private Object check(Object bean, String name) {
        if (isMissed(bean, name)) {
            refuse(bean, name);
        }
        return bean;
    }

    private void refuse(Object bean, String name) {
        final Problem problem = new WeavingProblem(beanFactory, weaver, origins).of(bean, name);
        if (isStarted) {
            throw new ThreadletsConfigurationException(List.of(problem));
        }
        problems.put(BeanOrigins.key(bean, name), problem);
    }

    /**
     * Ends the time in which problems are gathered.
     *
     * @return what is wrong with the beans that there are
     */
    List<Problem> finish() {
        for (String name : beanFactory.getSingletonNames()) {
            final Object bean = beanFactory.getSingleton(name);
            if (bean != null
                    && !problems.containsKey(BeanOrigins.key(bean, name))
                    && !isPutInByATest(bean, name)
                    && isMissed(bean, name)) {
                refuse(bean, name);
            }
        }
        isStarted = true;
        return new ArrayList<>(problems.values());
    }

    /** Defined, but not made by the container: a mock, which no post-processor is meant to see. */
    private boolean isPutInByATest(Object bean, String name) {
        return beanFactory.containsBeanDefinition(name)
                && !WeavingProblem.isSynthetic(beanFactory, name)
                && origins.of(bean, name) == null;
    }

    // ---- which calls reach their queues ----

    /** Whether somebody who holds the bean can make a call that stays in its caller although it belongs on a queue. */
    private boolean isMissed(Object bean, String name) {
        final Class<?> origin = origins.of(bean, name);
        final Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        if ((origin == null && !weaver.mayHaveSome(type)) || isExempt(bean, name)) {
            return false;
        }
        final boolean isWoven = weaver.isWoven(bean);
        return (!isWoven && weaver.hasSome(type))
                || (origin != null && !origin.isAssignableFrom(type) && isHidden(origin, bean, isWoven));
    }

    /** Scoped proxies lead to beans that are looked at themselves; a test's own instance is no bean. */
    private static boolean isExempt(Object bean, String name) {
        return (bean instanceof AopInfrastructureBean && bean instanceof Advised)
                || name.equals(bean.getClass().getName() + AutowireCapableBeanFactory.ORIGINAL_INSTANCE_SUFFIX);
    }

    /**
     * Whether a method of an interface is one for a queue in the class that the bean had at first, but not any more.
     */
    private boolean isHidden(Class<?> origin, Object bean, boolean isWoven) {
        final Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        for (Class<?> shared : ClassUtils.getAllInterfaces(bean)) {
            if (shared.isAssignableFrom(origin)) {
                for (Method method : shared.getMethods()) {
                    if (isForAQueue(method, origin) && !(isWoven && isForAQueue(method, type))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean isForAQueue(Method method, Class<?> type) {
        return weaver.pointcut().getMethodMatcher().matches(method, type);
    }

    // ---- the order of advice ----

    /** The bean with the advice before all other. */
    private Object outermost(Object bean) {
        if (!(bean instanceof Advised advised) || advised.isFrozen()) {
            return bean;
        }
        final int position = advised.indexOf(weaver.advisor());
        if (position > 0) {
            advised.addAdvisor(0, weaver.advisor()); // first, so that no call is without
            advised.removeAdvisor(position + 1);
        }
        return position < 0 && AopProxyUtils.getSingletonTarget(bean) instanceof Advised inner
                ? ProxyMerger.merge(advised, inner, weaver.advisor())
                : bean;
    }
}
