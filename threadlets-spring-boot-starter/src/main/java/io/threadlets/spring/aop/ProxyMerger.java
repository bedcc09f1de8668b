package io.threadlets.spring.aop;

import java.util.Arrays;
import org.springframework.aop.Advisor;
import org.springframework.aop.IntroductionAdvisor;
import org.springframework.aop.framework.Advised;

/**
 * Makes one proxy of two, for automatic proxies of the application's own, which are put around each bean whether it is
 * a proxy or not: their advice would be that of the caller's thread.
 */
final class ProxyMerger {
    private ProxyMerger() {}

    /**
     * Gives the inner proxy the advice of the outer one, after the first.
     *
     * @param first the advisor that is to be the outermost
     * @return the inner proxy; the outer one if the inner is not the first advisor's, or cannot stand for the outer
     */
    static Object merge(Advised outer, Advised inner, Advisor first) {
        final int position = inner.indexOf(first);
        if (position < 0 || inner.isFrozen() || !canStandFor(outer, inner)) {
            return outer;
        }
        int next = position + 1;
        for (Advisor advisor : outer.getAdvisors()) {
            if (inner.indexOf(advisor) < 0) {
                inner.addAdvisor(next++, advisor);
            }
        }
        inner.setExposeProxy(inner.isExposeProxy() || outer.isExposeProxy());
        return inner;
    }

    private static boolean canStandFor(Advised outer, Advised inner) {
        return Arrays.stream(outer.getProxiedInterfaces()).allMatch(type -> type.isInstance(inner))
                && Arrays.stream(outer.getAdvisors()).noneMatch(IntroductionAdvisor.class::isInstance);
    }
}
