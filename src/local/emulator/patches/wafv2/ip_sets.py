"""IP sets made by a stack."""

from ministack.services import waf
from ministack.services.cloudformation import provisioners

from patching import answer, define_resource, patch


@patch
def ip_sets_are_made():
    """AWS makes an IP set for `AWS::WAFv2::IPSet`
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-ipset.html]; ministack
    has the API for it, but not the resource type."""

    def create(logical_id, properties, stack):
        name = properties.get("Name") or provisioners._physical_name(stack, logical_id, max_len=128)
        summary = answer(waf._create_ip_set({**properties, "Name": name}), "CreateIPSet")["Summary"]
        return f"{name}|{summary['Id']}|{properties['Scope']}", {"Arn": summary["ARN"], "Id": summary["Id"]}

    def update(physical_id, old, new, stack):
        name, set_id, scope = physical_id.split("|")
        if new["Scope"] != scope or new.get("Name", name) != name:
            return create(physical_id, new, stack)
        record = waf._resource_from_scope(waf._ip_sets, set_id, scope)
        record.update(Addresses=new.get("Addresses", []), Description=new.get("Description", ""))
        return physical_id, {"Arn": record["ARN"], "Id": set_id}

    def delete(physical_id, properties):
        _name, set_id, scope = physical_id.split("|")
        waf._delete_ip_set({"Id": set_id, "Scope": scope, **lock(set_id, scope)})

    def lock(set_id, scope):
        record = waf._resource_from_scope(waf._ip_sets, set_id, scope) or {}
        return {"LockToken": record.get("LockToken", "")}

    define_resource("AWS::WAFv2::IPSet", create, update, delete)
