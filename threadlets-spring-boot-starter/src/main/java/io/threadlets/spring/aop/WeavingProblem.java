package io.threadlets.spring.aop;

import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.util.ClassUtils;

/** Finds out why calls of a bean's {@link io.threadlets.spring.Threadlet} methods do not reach their queues. */
record WeavingProblem(ConfigurableListableBeanFactory beanFactory, ThreadletPostProcessor weaver, BeanOrigins origins) {
    Problem of(Object bean, String name) {
        final Class<?> now = AopProxyUtils.ultimateTargetClass(bean);
        final Problem obstacle = weaver.obstacle(now);
        if (obstacle != null) {
            return obstacle;
        }
        final Class<?> origin = origins.of(bean, name);
        final Class<?> type = origin == null ? ClassUtils.getUserClass(now) : origin;
        final String subject = "Calls of the @Threadlet methods of bean '" + name + "' (" + type.getName()
                + ") would run in their callers: ";
        if (bean instanceof AopInfrastructureBean) {
            return new Problem(
                    subject + "it is an AopInfrastructureBean, which is given no proxy.",
                    "Move the methods to a class that does not implement that interface.");
        }
        if (origins.wasWoven(bean, name) && !weaver.isWoven(bean)) {
            return new Problem(
                    subject + "a post-processor has replaced it with " + describe(bean)
                            + " after it had been given the proxy that puts them on their queues"
                            + suspects(bean, true),
                    "Put @Threadlet on the methods of an interface, and let that post-processor run earlier"
                            + " (PriorityOrdered); or have it leave the bean alone.");
        }
        if (origin != null && !origin.isAssignableFrom(now)) {
            return new Problem(
                    subject + "a post-processor has replaced it with " + describe(bean)
                            + ", which hides the annotations" + suspects(bean, false),
                    "Put @Threadlet on the methods of the interface, where it can still be seen; or have the"
                            + " post-processor leave the bean alone.");
        }
        if (!beanFactory.containsBeanDefinition(name)) {
            return new Problem(
                    subject + "it was not made by the container, so that no post-processor could give it a proxy"
                            + " (registerSingleton).",
                    "Define it as a bean, by a @Bean method or by registerBean(\"" + name + "\", …).");
        }
        if (isSynthetic(beanFactory, name)) {
            return new Problem(
                    subject + "its bean definition is synthetic, which post-processors leave alone.",
                    "Define it without setSynthetic(true).");
        }
        return new Problem(
                subject + "it was made before it could be given a proxy, since " + firstUser(name)
                        + " needs it while the application context is still being prepared.",
                "Let that one get it later, by an ObjectProvider or with @Lazy.");
    }

    /** Whether post-processors are not given what is defined so. */
    static boolean isSynthetic(ConfigurableListableBeanFactory beanFactory, String name) {
        return beanFactory.getMergedBeanDefinition(name) instanceof AbstractBeanDefinition definition
                && definition.isSynthetic();
    }

    private static String describe(Object bean) {
        final String type = bean.getClass().getName();
        return Proxy.isProxyClass(bean.getClass())
                ? "a JDK proxy (" + Proxy.getInvocationHandler(bean).getClass().getName() + ")"
                : "an object of " + type;
    }

    /** The post-processors that can have done it: the later ones where the bean had its proxy before, or any. */
    private String suspects(Object bean, boolean hadProxy) {
        if (!(beanFactory instanceof AbstractBeanFactory factory)) {
            return ".";
        }
        final List<BeanPostProcessor> all = factory.getBeanPostProcessors();
        final Stream<BeanPostProcessor> possible = all.stream().skip(hadProxy ? all.indexOf(weaver) + 1L : 0);
        final List<String> names = possible.filter(this::isTheApplications)
                .map(each -> ClassUtils.getUserClass(each).getName())
                .distinct()
                .toList();
        final List<String> proven =
                names.stream().filter(each -> describe(bean).contains(each)).toList();
        final List<String> shown = proven.isEmpty() ? names : proven;
        return shown.isEmpty() ? "." : ". The post-processor: " + String.join(", or ", shown) + ".";
    }

    private boolean isTheApplications(BeanPostProcessor one) {
        final Class<?> type = one.getClass();
        return !type.getName().startsWith("org.springframework.")
                && type.getNestHost() != BeanOrigins.class
                && !isThisLibrarys(one);
    }

    private boolean isThisLibrarys(BeanPostProcessor one) {
        return Stream.of(beanFactory.getBeanNamesForType(one.getClass(), true, false))
                .anyMatch(name -> name.startsWith("threadlet")
                        && beanFactory.containsBeanDefinition(name)
                        && beanFactory.getBeanDefinition(name).getRole() == BeanDefinition.ROLE_INFRASTRUCTURE);
    }

    private String firstUser(String name) {
        final String[] users = beanFactory.getDependentBeans(name);
        final List<String> early = Arrays.stream(users)
                .filter(user -> beanFactory.isTypeMatch(user, BeanPostProcessor.class)
                        || beanFactory.isTypeMatch(user, BeanFactoryPostProcessor.class))
                .toList();
        final String shown = (early.isEmpty() ? Stream.of(users) : early.stream())
                .map(user -> "'" + user + "'")
                .collect(Collectors.joining(", "));
        return shown.isEmpty() ? "a post-processor" : "bean " + shown;
    }
}
