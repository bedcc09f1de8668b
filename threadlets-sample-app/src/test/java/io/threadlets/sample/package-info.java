/** Tests of the sample: units first, then the running application over HTTP. */
@NullMarked
package io.threadlets.sample;

import org.jspecify.annotations.NullMarked;
