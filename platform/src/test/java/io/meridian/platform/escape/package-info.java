/** A plugin that tries to get out of its container, for the test that puts it into one. It uses nothing but the SDK and the JDK. */
package io.meridian.platform.escape;
