-- The specs that need neither the C core nor another module in C: what runs them on Luas that have no job of the whole
-- suite, and on Lua 5.5 without any C.
local paths = {}
for path in ([[
  spec/api/answer_rows_spec.lua
  spec/api/error_codes_spec.lua
  spec/api/errors_spec.lua
  spec/api/job_spec.lua
  spec/api/operations_spec.lua
  spec/api/parameters_spec.lua
  spec/api/task_spec.lua
  spec/api/task_status_spec.lua
  spec/filter/init_spec.lua
  spec/filter/query_plan_spec.lua
  spec/listing/coverage_spec.lua
  spec/listing/criteria_spec.lua
  spec/listing/doubt_spec.lua
  spec/listing/order_spec.lua
  spec/listing/pair_spec.lua
  spec/listing/pass_spec.lua
  spec/listing/pipeline_spec.lua
  spec/listing/prefetch_spec.lua
  spec/report/compare_spec.lua
  spec/report/eta_spec.lua
  spec/report/groups_spec.lua
  spec/report/histogram_spec.lua
  spec/report/pace_spec.lua
  spec/report/statistics_spec.lua
  spec/show/bar_spec.lua
  spec/show/column_layout_spec.lua
  spec/show/duration_spec.lua
  spec/show/grid_spec.lua
  spec/show/number_spec.lua
  spec/show/report_coverage_spec.lua
  spec/util/blame_spec.lua
  spec/util/blank_spec.lua
  spec/util/check_options_spec.lua
  spec/util/compat_spec.lua
  spec/util/did_you_mean_spec.lua
  spec/util/libraries_spec.lua
  spec/util/memo_spec.lua
  spec/util/merge_spec.lua
  spec/util/needed_spec.lua
  spec/util/option_types_spec.lua
  spec/util/seconds_spec.lua
  spec/util/shown_spec.lua
  spec/util/sorted_keys_spec.lua
  spec/util/there_is_spec.lua
  spec/util/utf8_spec.lua
  spec/util/variable_spec.lua
  spec/write/durations_spec.lua
  spec/write/markup_spec.lua
  spec/write/table_spec.lua
  spec/write/tally_spec.lua
]]):gmatch "%S+" do
  paths[#paths + 1] = path
end

return paths
