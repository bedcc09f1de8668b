package io.threadlets.spring.aop;

import io.threadlets.spring.call.ThreadletCalls;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.method.ThreadletMethods;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Puts the calls of {@link io.threadlets.spring.Threadlet} methods on their queues, by a proxy around each bean that
 * has some. Needs neither AspectJ nor Spring's automatic proxies.
 *
 * <p>It comes after Spring's automatic proxies, which it adds its advice to, and before the post-processors that keep a
 * bean for themselves, as those of listener containers do: these are to keep the proxy. {@link WeavingChecks} comes
 * last; it sees to what others have done in between.
 */
public final class ThreadletPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {
    /** The name of the bean. */
    public static final String BEAN_NAME = "threadletPostProcessor";

    private static final long serialVersionUID = 1L;

    private final transient ObjectProvider<ThreadletCalls> calls;
    private final transient BeanOrigins origins;
    private final transient Pointcut pointcut;

    /**
     * For the container.
     *
     * @param calls not asked for before the first call
     * @param origins knows the beans as they were made
     */
    public ThreadletPostProcessor(ObjectProvider<ThreadletCalls> calls, BeanOrigins origins) {
        this.calls = calls;
        this.origins = origins;
        this.pointcut = new ThreadletPointcut(origins.containerMethods());
        setBeforeExistingAdvisors(true);
        setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        super.setBeanFactory(beanFactory);
        this.advisor =
                new DefaultPointcutAdvisor(pointcut, new ThreadletInterceptor(SingletonSupplier.of(calls::getObject)));
    }

    @Override
    public Object getEarlyBeanReference(Object bean, String beanName) {
        return weaveAndNote(bean, beanName);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return origins.isExposed(bean, beanName) ? bean : weaveAndNote(bean, beanName);
    }

    private Object weaveAndNote(Object bean, String beanName) {
        final Object woven = weave(bean, beanName);
        if (isWoven(woven)) {
            origins.noteWoven(woven, beanName);
        }
        return woven;
    }

    private Object weave(Object bean, String beanName) {
        if (bean instanceof AopInfrastructureBean || isWoven(bean)) { // the latter under another name
            return bean;
        }
        final Class<?> type = AopUtils.getTargetClass(bean);
        if (bean instanceof Advised advised) {
            if (!advised.isFrozen() && isOnlyInProxiedInterface(advised, type)) {
                advised.addAdvisor(0, advisor());
                return bean;
            }
        } else if (obstacle(type) != null) {
            return bean; // reported by the checks
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }

    @Override
    public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
        return obstacle(beanClass) == null ? super.determineBeanType(beanClass, beanName) : beanClass;
    }

    @Override
    protected boolean isEligible(Class<?> targetClass) {
        return mayHaveSome(targetClass) && super.isEligible(targetClass);
    }

    @Override
    protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
        final ProxyFactory factory = super.prepareProxyFactory(bean, beanName);
        if (isKnownByInterfacesOnly(bean.getClass())) {
            factory.setProxyTargetClass(false);
        }
        return factory;
    }

    /** As with repositories that are made at run time: the target's class knows nothing of the annotated interface. */
    private boolean isOnlyInProxiedInterface(Advised proxy, Class<?> targetClass) {
        return !hasSome(targetClass)
                && Arrays.stream(proxy.getProxiedInterfaces()).anyMatch(this::hasSome);
    }

    /** Whether a class can have annotated methods. */
    boolean mayHaveSome(Class<?> type) {
        return origins.types().mayHaveSome(type);
    }

    /** Whether a class has methods whose calls belong on a queue. */
    boolean hasSome(Class<?> type) {
        return mayHaveSome(type) && AopUtils.canApply(pointcut, type);
    }

    /** Whether calls through a bean reach the advice, if perhaps through another proxy. */
    boolean isWoven(Object bean) {
        if (!(bean instanceof Advised advised)) {
            return false;
        }
        if (advised.indexOf(advisor()) >= 0) {
            return true;
        }
        final Object target = AopProxyUtils.getSingletonTarget(bean);
        return target != null && isWoven(target);
    }

    Advisor advisor() {
        return Objects.requireNonNull(advisor);
    }

    Pointcut pointcut() {
        return pointcut;
    }

    /** Whether a proxy of a bean of this class would be a subclass. */
    boolean needsSubclass(Class<?> type) {
        if (isKnownByInterfacesOnly(type)) {
            return false;
        }
        final ProxyFactory factory = new ProxyFactory();
        factory.copyFrom(this);
        if (!factory.isProxyTargetClass()) {
            evaluateProxyInterfaces(type, factory);
        }
        return factory.isProxyTargetClass();
    }

    /** Nobody can ask for such a bean by its class. */
    private static boolean isKnownByInterfacesOnly(Class<?> type) {
        return ThreadletMethods.isMadeAtRunTime(type)
                || (Modifier.isFinal(type.getModifiers()) && (type.isAnonymousClass() || type.isSynthetic()));
    }

    /** What keeps beans of a class with annotated methods from having a proxy; null if nothing does. */
    @Nullable
    Problem obstacle(Class<?> type) {
        if (!mayHaveSome(type) || !isRestricted(type) || !hasSome(type)) {
            return null;
        }
        final String subject = type.getName() + " has @Threadlet methods, but ";
        return needsSubclass(type) ? obstacleToSubclass(type, subject) : obstacleToInterfaces(type, subject);
    }

    private static @Nullable Problem obstacleToSubclass(Class<?> type, String subject) {
        if (Modifier.isFinal(type.getModifiers())) {
            return new Problem(
                    subject + "is final: calls of them cannot be intercepted.",
                    "Make " + type.getSimpleName() + " a class that is not final (a record always is).");
        }
        if (type.isSealed()) {
            return new Problem(
                    subject + "is sealed: calls of them cannot be intercepted, since a proxy would be a subclass that"
                            + " it does not permit.",
                    "Remove 'sealed' from " + type.getSimpleName()
                            + ", or move the methods to a class that is neither sealed nor final.");
        }
        return null;
    }

    private static @Nullable Problem obstacleToInterfaces(Class<?> type, String subject) {
        for (Class<?> implemented : ClassUtils.getAllInterfacesForClass(type)) {
            if (implemented.isSealed()) {
                return new Problem(
                        subject + "implements " + implemented.getName()
                                + ", which is sealed: no proxy can implement it.",
                        "Remove 'sealed' from " + implemented.getSimpleName()
                                + ", or set spring.aop.proxy-target-class=true if the class is not final.");
            }
        }
        return null;
    }

    private static boolean isRestricted(Class<?> type) {
        final int modifiers = type.getModifiers();
        return !Modifier.isAbstract(modifiers) // the class of a bean is another one then
                && (Modifier.isFinal(modifiers)
                        || type.isSealed()
                        || Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
                                .anyMatch(Class::isSealed));
    }
}
