/** A gateway's HTTPS in small, for tests. */
@NullMarked
package vn.antin.sdk.transport;

import org.jspecify.annotations.NullMarked;
