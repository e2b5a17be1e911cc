-- Asks the gate about a request. Whatever is not a whole yes is a no.
local gate = "http://127.0.0.1:8080/apitoken/auth"
-- Of one try; HAProxy 2.6 makes four.
local milliseconds = 2000

local identity = {
  "x-apitoken-user", "x-apitoken-namespace", "x-apitoken-id",
  "x-apitoken-roles", "x-apitoken-expires", "x-apitoken-client-ip",
}

-- Of the connection to us, or vouched for by HAProxy: never as the client sent it.
local not_the_clients = {
  "host", "connection", "keep-alive", "content-length", "transfer-encoding", "te", "trailer", "expect",
  "x-original-method", "x-original-uri", "x-original-host", "x-real-ip",
}

local function question(txn, headers)
  local asked = {}
  for name, values in pairs(headers) do
    asked[name] = values
  end
  for _, name in ipairs(not_the_clients) do
    asked[name] = nil
  end
  asked["x-original-method"] = { txn.f:method() }
  asked["x-original-uri"] = { txn.f:url() }
  asked["x-real-ip"] = { txn.f:src() }
  if headers["host"] then
    asked["x-original-host"] = { headers["host"][0] }
  end
  return asked
end

local function refuse(txn, status, answer)
  local reply = txn:reply({ status = status })
  if answer then
    for _, name in ipairs({ "content-type", "cache-control", "www-authenticate", "retry-after" }) do
      if answer.headers[name] then
        reply:add_header(name, answer.headers[name][0])
      end
    end
    reply:set_body(answer.body)
  end
  txn:done(reply)
end

-- What the connection names is taken out by whatever proxy comes next.
local function names_ours(headers)
  for _, value in pairs(headers["connection"] or {}) do
    if value:lower():find("x-apitoken", 1, true) then
      return true
    end
  end
  return false
end

local function take_credentials_out(http, headers)
  http:req_del_header("x-api-key")
  http:req_del_header("x-auth-token")
  local authorization = headers["authorization"]
  if authorization and authorization[0]:lower():find("^bearer") then
    http:req_del_header("authorization")
  end
  if headers["cookie"] then
    http:req_del_header("cookie")
    for _, value in pairs(headers["cookie"]) do
      local rest = ("; " .. value):gsub(";%s*X%-API%-KEY=[^;]*", ""):gsub("^;%s*", "")
      if rest ~= "" then
        http:req_add_header("cookie", rest)
      end
    end
  end
end

core.register_action("apitoken", { "http-req" }, function(txn)
  local headers = txn.http:req_get_headers()
  if names_ours(headers) then
    return refuse(txn, 400)
  end
  local answer = core.httpclient():get({ url = gate, headers = question(txn, headers), timeout = milliseconds })
  if not answer or not answer.status or answer.status < 200 or answer.status >= 500 then
    return refuse(txn, 503)
  end
  if answer.status ~= 200 then
    -- Before its first revision the gate takes us for nginx, which knows no 503.
    local status = answer.headers["retry-after"] and 503 or answer.status
    return refuse(txn, status, answer)
  end
  for _, name in ipairs(identity) do
    local values = answer.headers[name]
    if not values then
      return refuse(txn, 503)
    end
    txn.http:req_del_header(name)
    if values[0] ~= "" then
      txn.http:req_set_header(name, values[0])
    end
  end
  take_credentials_out(txn.http, headers)
  txn:set_var("txn.apitoken", "allowed")
end)
