"""For each alarm the series that make it fire, and those near them that do not. Values are promtool's: from+step x times."""


def buckets(name, labels, **counts):
    """Returns the series of a histogram, each bucket growing by its count each minute."""
    return {"%s_bucket{%s,le=\"%s\"}" % (name, labels, le.replace("_", ".").lstrip("b").replace("inf", "+Inf")): "0+%dx60" % count
            for le, count in counts.items()}


GATEWAY = "payonce_gateway_latency_seconds"
SHOP = 'server="shop.example.com",path="page"'
QUEUE = 'task_queue="payonce"'

# alarm: (fires, does not fire)
CASES = {
    "PayonceStalled": ({'payonce_stalled{cause="stripe-401"}': "1x60"}, {'payonce_stalled{cause="stripe-401"}': "0x60"}),
    "PayonceStalledLong": ({'payonce_stalled_age{cause="stripe-401"}': "901x60"}, {'payonce_stalled_age{cause="stripe-401"}': "900x60"}),
    "PayonceReviewOpen": ({'payonce_reviews{reason="REFUND_DUE"}': "1x60"}, {'payonce_reviews{reason="REFUND_DUE"}': "1x10 0x50"}),
    "PayonceReviewOld": ({'payonce_reviews_age{reason="DISPUTE"}': "86401x60"}, {'payonce_reviews_age{reason="DISPUTE"}': "86400x60"}),
    "PayonceMoneyNotApplied": ({'payonce_unapplied_age{kind="review"}': "3601x60"}, {'payonce_unapplied_age{kind="review"}': "3600x60"}),
    "PayonceMoneyWithoutOrder": ({'payonce_unassigned{gateway="stripe"}': "1x60"}, {'payonce_unassigned{gateway="stripe"}': "0x60"}),
    "PayonceDuplicatePayments": (
        {'payonce_reversals_total{kind="refund",cause="duplicate",state="done"}': "0+1x60"},
        {'payonce_reversals_total{kind="refund",cause="request",state="done"}': "0+1x60"}),
    "PayonceEffectsOverdue": ({"payonce_plugin_effects_overdue": "1x60"}, {"payonce_plugin_effects_overdue": "0x60"}),
    "PayonceEffectsRejected": ({"payonce_plugin_effects_rejected": "1x60"}, {"payonce_plugin_effects_rejected": "0x52 1x8"}),
    "PayonceCallbacksRejected": ({'payonce_refusals_total{reason="bad_signature"}': "0+1x60"}, {'payonce_refusals_total{reason="token"}': "0+9x60"}),
    "PayonceCallbacksNotDurable": (
        {'payonce_callbacks_total{account="stripe",outcome="unavailable"}': "0x57 1x3"},
        {'payonce_callbacks_total{account="stripe",outcome="unavailable"}': "0x30 1x30"}),
    "PayonceEventsUnread": ({'payonce_cursor_age{account="stripe"}': "901x60"}, {'payonce_cursor_age{account="stripe"}': "900x60"}),
    "PayonceSweepStopped": ({'payonce_sweep_age{instance="a"}': "1801x60"}, {'payonce_sweep_age{instance="a"}': "1801x60", 'payonce_sweep_age{instance="b"}': "30x60"}),
    "PayonceLockTimeouts": ({"payonce_lock_timeouts_total": "0+1x60"}, {"payonce_lock_timeouts_total": "0x57 3x3"}),
    "PayonceLockStale": ({"payonce_lock_stale_total": "0x55 1x5"}, {"payonce_lock_stale_total": "1x60"}),
    "PayonceConflicts": ({'payonce_conflicts_total{code="order"}': "0+6x60"}, {'payonce_conflicts_total{code="order"}': "0+4x60"}),
    "PayonceGatewaySlow": (
        buckets(GATEWAY, 'gateway="stripe"', b5=90, b10=100, inf=100), buckets(GATEWAY, 'gateway="stripe"', b5=98, b10=100, inf=100)),
    "PayonceNotWorking": ({'payonce_working{instance="a"}': "0x60"}, {'payonce_working{instance="a"}': "0x60", 'payonce_working{instance="b"}': "1x60"}),
    "PayonceApiAway": (
        {'payonce_callbacks_total{account="stripe",outcome="accepted"}': "1x50 _x10"},
        {'payonce_callbacks_total{account="stripe",outcome="accepted"}': "1x60"}),
    "PayonceCacheForged": ({"payonce_cache_forged_total": "0x55 1x5"}, {"payonce_cache_forged_total": "1x60"}),
    "PayonceRedisEvicts": ({"payonce_redis_evicts": "1x60"}, {"payonce_redis_evicts": "0x60"}),
    "PayonceGatewayErrors": (
        {'payonce_gateway_errors_total{gateway="stripe",outcome="unknown",kind="stripe-500"}': "0+6x60", GATEWAY + '_count{gateway="stripe"}': "0+100x60"},
        {'payonce_gateway_errors_total{gateway="stripe",outcome="refused",kind="stripe-charge_already_refunded"}': "0+60x60", GATEWAY + '_count{gateway="stripe"}': "0+100x60"}),
    "PayonceCallbacksSlow": (
        buckets("payonce_callback_ack_seconds", 'account="stripe"', b2_0=95, b4_0=100, inf=100),
        buckets("payonce_callback_ack_seconds", 'account="stripe"', b2_0=100, b4_0=100, inf=100)),
    "PayonceCallbacksRepeated": (
        {'payonce_callbacks_total{account="stripe",outcome="duplicate"}': "0+9x60", 'payonce_callbacks_total{account="stripe",outcome="accepted"}': "0+8x60"},
        {'payonce_callbacks_total{account="stripe",outcome="duplicate"}': "0+9x60", 'payonce_callbacks_total{account="stripe",outcome="accepted"}': "0+10x60"}),

    "NginxDown": ({"nginx_up": "0x60"}, {"nginx_up": "1x60"}),
    "NginxErrors": (
        {'nginx_requests_total{server="s",status="502"}': "0+3x60", 'nginx_requests_total{server="s",status="200"}': "0+97x60"},
        {'nginx_requests_total{server="s",status="502"}': "0+1x60", 'nginx_requests_total{server="s",status="200"}': "0+99x60"}),
    "NginxWebhooksRefused": (
        {'nginx_requests_total{path="webhook",status="429"}': "0+1x60"},
        {'nginx_requests_total{path="page",status="429"}': "0+9x60", 'nginx_requests_total{path="webhook",status="200"}': "0+9x60"}),
    "ShopSlow": (buckets("nginx_upstream_seconds", SHOP, b3=90, b5=100, inf=100), buckets("nginx_upstream_seconds", SHOP, b3=99, b5=100, inf=100)),
    "ShopFlooded": ({'nginx_requests_total{server="s",status="429"}': "0+360x60"}, {'nginx_requests_total{server="s",status="429"}': "0+240x60"}),

    "PhpFpmDown": ({'phpfpm_up{pool="pages"}': "0x60"}, {'phpfpm_up{pool="pages"}': "1x60"}),
    "PhpFpmQueue": ({'phpfpm_listen_queue{pool="pages"}': "1x60"}, {'phpfpm_listen_queue{pool="pages"}': "9x59 0x1"}),
    "PhpFpmFull": ({'phpfpm_max_children_reached{pool="pages"}': "0x57 1x3"}, {'phpfpm_max_children_reached{pool="pages"}': "1x60"}),
    "PhpFpmBusy": ({'phpfpm_active_processes{pool="pages"}': "41x60"}, {'phpfpm_active_processes{pool="pages"}': "40x60"}),
    "PhpFpmSlow": ({'phpfpm_slow_requests{pool="pages"}': "0+1x60"}, {'phpfpm_slow_requests{pool="pages"}': "0x57 4x3"}),

    "MySqlDown": ({"mysql_up": "0x60"}, {"mysql_up": "1x60"}),
    "MySqlConnections": (
        {"mysql_global_status_threads_connected": "81x60", "mysql_global_variables_max_connections": "100x60"},
        {"mysql_global_status_threads_connected": "80x60", "mysql_global_variables_max_connections": "100x60"}),
    "MySqlBusy": ({"mysql_global_status_threads_running": "41x60"}, {"mysql_global_status_threads_running": "40x60"}),
    "MySqlSlowQueries": ({"mysql_global_status_slow_queries": "0+7x60"}, {"mysql_global_status_slow_queries": "0+5x60"}),
    "MySqlLockWaits": ({"mysql_global_status_innodb_row_lock_time": "0+61000x60"}, {"mysql_global_status_innodb_row_lock_time": "0+59000x60"}),
    "MySqlLockQueue": ({"mysql_global_status_innodb_row_lock_current_waits": "11x60"}, {"mysql_global_status_innodb_row_lock_current_waits": "10x60"}),

    "RedisDown": ({"redis_up": "0x60"}, {"redis_up": "1x60"}),
    "RedisMemory": (
        {"redis_memory_used_bytes": "81x60", "redis_memory_max_bytes": "100x60"}, {"redis_memory_used_bytes": "81x60", "redis_memory_max_bytes": "0x60"}),
    "RedisEvicted": ({"redis_evicted_keys_total": "0x55 1x5"}, {"redis_evicted_keys_total": "1x60"}),
    "RedisRejected": ({"redis_rejected_connections_total": "0x55 1x5"}, {"redis_rejected_connections_total": "1x60"}),

    "TemporalNoPollers": (
        {'temporal_num_pollers{%s,poller_type="workflow_task"}' % QUEUE: "0x60", 'temporal_num_pollers{task_queue="other",poller_type="workflow_task"}': "5x60"},
        {'temporal_num_pollers{%s,poller_type="workflow_task",instance="a"}' % QUEUE: "0x60", 'temporal_num_pollers{%s,poller_type="workflow_task",instance="b"}' % QUEUE: "1x60"}),
    "TemporalNonDeterminism": (
        {'temporal_workflow_task_execution_failed_total{workflow_type="Payment",failure_reason="WorkflowError"}': "0+1x60"},
        {'temporal_workflow_task_execution_failed_total{workflow_type="Payment",failure_reason="GrpcMessageTooLarge"}': "0+1x60"}),
    "TemporalMessageTooLarge": (
        {'temporal_workflow_task_execution_failed_total{workflow_type="Payment",failure_reason="GrpcMessageTooLarge"}': "0+1x60"},
        {'temporal_workflow_task_execution_failed_total{workflow_type="Payment",failure_reason="GrpcMessageTooLarge"}': "1x60"}),
    "TemporalWorkflowTasksWait": (
        buckets("temporal_workflow_task_schedule_to_start_latency_seconds", QUEUE, b5_0=90, b30_0=100, inf=100),
        buckets("temporal_workflow_task_schedule_to_start_latency_seconds", QUEUE, b5_0=100, b30_0=100, inf=100)),
    "TemporalActivitiesWait": (
        buckets("temporal_activity_schedule_to_start_latency_seconds", QUEUE, b5_0=90, b30_0=100, inf=100),
        buckets("temporal_activity_schedule_to_start_latency_seconds", QUEUE, b5_0=100, b30_0=100, inf=100)),
    "TemporalRefuses": (
        {'temporal_request_failure_total{operation="SignalWithStartWorkflowExecution",status_code="RESOURCE_EXHAUSTED"}': "0+1x60"},
        {'temporal_request_failure_total{operation="QueryWorkflow",status_code="RESOURCE_EXHAUSTED"}': "0+1x60"}),
    "TemporalWorkDoneTwice": (
        {'temporal_request_failure_total{operation="RespondActivityTaskCompleted",status_code="NOT_FOUND"}': "0+1x60"},
        {'temporal_request_failure_total{operation="SignalWorkflowExecution",status_code="NOT_FOUND"}': "0+1x60"}),
    "TemporalNoSlots": (
        {'temporal_worker_task_slots_available{%s,worker_type="ActivityWorker"}' % QUEUE: "0x60"},
        {'temporal_worker_task_slots_available{%s,worker_type="ActivityWorker"}' % QUEUE: "1x60"}),
}
