-- For wrk: posts letters, each from another supporter, and prints one line of figures: letters a
-- second, the mean and the 99th percentile of their times in microseconds, and answers that were
-- not 2xx.
local number = 0
local run = tostring(os.time())

request = function()
  number = number + 1
  local letter = '{"postcode":"DE1 1AA","first_name":"Jo","last_name":"Example","email":"jo'
    .. run .. '.' .. number .. '@example.org","address":"1 Example Street\\nDerby",'
    .. '"story":"I waited seven months for an answer, and then it was no."}'
  return wrk.format('POST', '/api/v1/campaigns/sanctions/letters',
    { ['Content-Type'] = 'application/json' }, letter)
end

done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('figures %.1f %.1f %.1f %d\n',
    summary.requests / summary.duration * 1e6, latency.mean, latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
