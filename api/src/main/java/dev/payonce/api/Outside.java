package dev.payonce.api;

import org.springframework.context.annotation.Configuration;

/** The systems outside, each with its bounds, and what the API makes of them. */
@Configuration(proxyBeanMethods = false)
class Outside {}
