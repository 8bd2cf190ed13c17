"""Web ACLs made by a stack."""

from ministack.services import waf

from patching import answer, define_resource, patch


@patch
def web_acls_are_associated():
    """AWS puts a web ACL before a resource with `AWS::WAFv2::WebACLAssociation`
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html];
    ministack has the API for it, but not the resource type.

    The association is visible; ministack enforces no web ACL."""

    def create(logical_id, properties, stack):
        pair = {name: properties[name] for name in ("WebACLArn", "ResourceArn")}
        answer(waf._associate_web_acl(pair), "AssociateWebACL")
        return "{WebACLArn}|{ResourceArn}".format_map(pair), {}

    def update(physical_id, old, new, stack):
        delete(physical_id, old)
        return create(physical_id, new, stack)

    def delete(physical_id, properties):
        waf._disassociate_web_acl({"ResourceArn": properties.get("ResourceArn")})

    define_resource("AWS::WAFv2::WebACLAssociation", create, update, delete)
