/** An engine that makes one mistake at a time, to see that the suite finds it. */
package io.meridian.bus.testkit.faulty;
