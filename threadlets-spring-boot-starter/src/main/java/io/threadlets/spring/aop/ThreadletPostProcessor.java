package io.threadlets.spring.aop;

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
import org.springframework.util.function.SingletonSupplier;

/**
 * Puts the calls of {@link io.threadlets.spring.Threadlet} methods on their queues, by a proxy around each bean that
 * has some. Its advice goes before all others, so that transactions and the like are those of the queue's thread. Needs
 * neither AspectJ nor Spring's automatic proxies.
 */
public final class ThreadletPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {
    private static final long serialVersionUID = 1L;

    private final transient ObjectProvider<ThreadletCalls> calls;
    private final transient Pointcut pointcut = new ThreadletPointcut();
    private final transient ThreadletTypes types = new ThreadletTypes();

    /** For the check at startup, which reports all that is wrong at once. */
    private final transient Set<Class<?>> refused = ConcurrentHashMap.newKeySet();

    /**
     * For the container.
     *
     * @param calls not asked for before the first call
     */
    public ThreadletPostProcessor(ObjectProvider<ThreadletCalls> calls) {
        this.calls = calls;
        setBeforeExistingAdvisors(true);
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        super.setBeanFactory(beanFactory);
        this.advisor =
                new DefaultPointcutAdvisor(pointcut, new ThreadletInterceptor(SingletonSupplier.of(calls::getObject)));
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AopInfrastructureBean) {
            return bean;
        }
        final Class<?> type = AopUtils.getTargetClass(bean);
        if (bean instanceof Advised advised) {
            if (advisor != null && advised.indexOf(advisor) >= 0) {
                return bean; // under another name
            }
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

    @Override
    protected boolean isEligible(Class<?> targetClass) {
        return mayHaveSome(targetClass) && super.isEligible(targetClass);
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

    /** Whether a class can have annotated methods. */
    boolean mayHaveSome(Class<?> type) {
        return types.mayHaveSome(type);
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
