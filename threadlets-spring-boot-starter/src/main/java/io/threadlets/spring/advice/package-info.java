/** What is wrong with queues, in sentences: rules that judge what was seen of them. Internal. */
@NullMarked
package io.threadlets.spring.advice;

import org.jspecify.annotations.NullMarked;
