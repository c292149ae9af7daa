/** Tests of the states. */
@NullMarked
package vn.antin.gateway.consignment;

import org.jspecify.annotations.NullMarked;
