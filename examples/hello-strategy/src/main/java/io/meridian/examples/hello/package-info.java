/** The smallest strategy that does something: the one of the README. Nothing else lives here. */
package io.meridian.examples.hello;
