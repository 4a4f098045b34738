/** A busy day of made-up trading for a kernel: the same commands every time, for measuring and for trying things out. */
package io.meridian.kernel.load;
