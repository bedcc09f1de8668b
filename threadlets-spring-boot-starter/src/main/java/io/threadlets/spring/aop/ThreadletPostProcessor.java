package io.threadlets.spring.aop;

import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.queue.QueueRegistry;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Puts the calls of {@link io.threadlets.spring.Threadlet} methods on their queues, by a proxy around each bean that
 * has some. Its advice goes before all others, so that transactions and the like are those of the queue's thread. Needs
 * neither AspectJ nor Spring's automatic proxies.
 */
public final class ThreadletPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {
    private static final long serialVersionUID = 1L;

    private final transient ObjectProvider<QueueRegistry> queues;
    private final transient ObjectProvider<ThreadletExceptionHandler> handler;
    private final transient Pointcut pointcut = new ThreadletPointcut();

    /** For the check at startup, which reports all that is wrong at once. */
    private final transient Set<Class<?>> refused = ConcurrentHashMap.newKeySet();

    /**
     * For the container. What is given is not asked for before the first call.
     *
     * @param queues the queues
     * @param handler gets failures of methods that return nothing
     */
    public ThreadletPostProcessor(
            ObjectProvider<QueueRegistry> queues, ObjectProvider<ThreadletExceptionHandler> handler) {
        this.queues = queues;
        this.handler = handler;
        setBeforeExistingAdvisors(true);
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        super.setBeanFactory(beanFactory);
        final ThreadletInterceptor interceptor = new ThreadletInterceptor(
                queues::getObject, handler::getObject, new QueueNameResolver((ConfigurableBeanFactory) beanFactory));
        this.advisor = new DefaultPointcutAdvisor(pointcut, interceptor);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AopInfrastructureBean) {
            return bean;
        }
        final Class<?> type = AopUtils.getTargetClass(bean);
        if (bean instanceof Advised advised) {
            if (advisor != null && !advised.isFrozen() && isOnlyInProxiedInterface(advised, type)) {
                advised.addAdvisor(0, advisor);
                return bean;
            }
        } else if (Modifier.isFinal(type.getModifiers()) && needsSubclass(type) && isEligible(bean, beanName)) {
            refused.add(type);
            return bean;
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }

    /** As with repositories that are made at run time: the target's class knows nothing of the annotated interface. */
    private boolean isOnlyInProxiedInterface(Advised proxy, Class<?> targetClass) {
        if (AopUtils.canApply(pointcut, targetClass)) {
            return false;
        }
        for (Class<?> type : proxy.getProxiedInterfaces()) {
            if (AopUtils.canApply(pointcut, type)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a proxy of a bean of this class would be a subclass. */
    boolean needsSubclass(Class<?> type) {
        return isProxyTargetClass() || type.getInterfaces().length == 0;
    }

    /** Classes that have annotated methods and cannot be proxied. */
    Set<Class<?>> refused() {
        return refused;
    }
}
