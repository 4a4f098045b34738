/**
 * The annotation processor for plugins: writes the manifest and the request for grants, and checks the topics that the class
 * uses against those it declares. It needs the compiler alone; nothing of the SDK may be imported here, so that what an
 * author compiles with is one jar.
 */
package io.meridian.processor;
