package io.threadlets.spring.readme;

import io.threadlets.spring.observation.DefaultThreadletObservationConvention;
import io.threadlets.spring.observation.ThreadletObservationContext;
import org.springframework.stereotype.Component;

@Component
class WorkNames extends DefaultThreadletObservationConvention {
    @Override
    public String getContextualName(ThreadletObservationContext context) {
        return context.getQueue() + " " + context.getWork(); // mail MailService.send
    }
}
