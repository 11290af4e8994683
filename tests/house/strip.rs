//! Code without its unit tests: these do what a program does that uses the crate.

use syn::{Attribute, ImplItem, Item};

/// Removes what only tests compile. Gives the names of the modules among it that have a file of their own.
pub(crate) fn strip_tests(items: &mut Vec<Item>) -> Vec<String> {
    let mut files = Vec::new();
    items.retain_mut(|item| {
        if attributes(item).iter().any(is_test) {
            if let Item::Mod(module) = item
                && module.content.is_none()
            {
                files.push(module.ident.to_string());
            }
            return false;
        }
        match item {
            Item::Mod(module) => {
                if let Some((_, items)) = &mut module.content {
                    strip_tests(items);
                }
            }
            Item::Impl(block) => block
                .items
                .retain(|item| !matches!(item, ImplItem::Fn(method) if method.attrs.iter().any(is_test))),
            _ => {}
        }
        true
    });
    files
}

/// Whether it says `#[cfg(test)]`, or `#[cfg(all(test, ..))]`.
fn is_test(attribute: &Attribute) -> bool {
    let Ok(list) = attribute.meta.require_list() else { return false };
    let condition = list.tokens.to_string();
    let all = condition.strip_prefix("all").map(|rest| rest.trim_matches([' ', '(', ')']));
    list.path.is_ident("cfg")
        && (condition == "test" || all.is_some_and(|all| all.split(',').any(|part| part.trim() == "test")))
}

/// What stands before an item. Kinds of items that no rule asks about have none.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(syn::ItemConst { attrs, .. })
        | Item::Enum(syn::ItemEnum { attrs, .. })
        | Item::Fn(syn::ItemFn { attrs, .. })
        | Item::Impl(syn::ItemImpl { attrs, .. })
        | Item::Macro(syn::ItemMacro { attrs, .. })
        | Item::Mod(syn::ItemMod { attrs, .. })
        | Item::Static(syn::ItemStatic { attrs, .. })
        | Item::Struct(syn::ItemStruct { attrs, .. })
        | Item::Trait(syn::ItemTrait { attrs, .. })
        | Item::Type(syn::ItemType { attrs, .. })
        | Item::Union(syn::ItemUnion { attrs, .. })
        | Item::Use(syn::ItemUse { attrs, .. }) => attrs,
        _ => &[],
    }
}
