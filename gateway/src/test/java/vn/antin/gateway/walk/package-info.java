/** The walk of a consignment through two real gateways, and what must be refused on it. */
@NullMarked
package vn.antin.gateway.walk;

import org.jspecify.annotations.NullMarked;
