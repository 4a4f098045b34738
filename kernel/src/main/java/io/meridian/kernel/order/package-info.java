/** The rules of an order's life, as tables: who may move it from which state to which, and what may change when. */
package io.meridian.kernel.order;
