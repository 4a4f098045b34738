/**
 * The figures of all processes in one place, and what is made of them: the reference page and the dashboards. Panels are built from the declarations of the
 * figures, so that none can ask for one that does not exist. Nothing here runs beside a deployment.
 */
package io.meridian.platform.monitoring;
