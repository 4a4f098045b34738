/** How the sidecar writes small files, and where its plugin finds it. What is in them is the business of the packages that use this one. */
package io.meridian.sidecar.file;
