/** Tests of the store on the real database and the real disk. */
@NullMarked
package vn.antin.gateway.store;

import org.jspecify.annotations.NullMarked;
