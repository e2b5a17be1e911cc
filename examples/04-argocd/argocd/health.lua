-- Health of every kind of apitoken.dev, for Argo CD. Suspended, disabled and expired are what somebody asked for, so
-- none of them is an error; Degraded is what somebody has to edit.
local function condition(name)
  for _, found in ipairs((obj.status or {}).conditions or {}) do
    if found.type == name then
      return found
    end
  end
  return { status = "Unknown", message = "" }
end

local function health(status, message)
  return { status = status, message = message }
end

if obj.metadata.deletionTimestamp ~= nil then
  return health("Progressing", "Being deleted")
end
if (obj.status or {}).observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "Waiting for the operator to read the newest version")
end
if (obj.spec or {}).suspend == true then
  return health("Suspended", "Left alone, as spec.suspend asks")
end
local ready = condition("Ready")
if condition("Stalled").status == "True" then
  return health("Degraded", condition("Stalled").message)
end
if ready.status == "True" then
  return health("Healthy", ready.message)
end
if ready.status == "False" and condition("Reconciling").status ~= "True" then
  return health("Degraded", ready.message)
end
return health("Progressing", ready.message)
