//! The expansion of each form, pinned as text.

mod examples;
mod mistakes;
mod modules;
mod prefix;

use proc_macro2::TokenStream;
use quote::quote;

/// What the macro makes of the tokens, laid out as rustfmt would.
fn expanded(body: TokenStream) -> String {
    let made = crate::compile(quote!((library) #body));
    let is_item = syn::parse2::<syn::Expr>(made.clone()).is_err();
    let file = if is_item { made } else { quote!(fn expression() { #made }) };
    match syn::parse2::<syn::File>(file.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => panic!("the expansion is not Rust: {error}\n{file}"),
    }
}

/// Pins the expansion of one program under a name.
macro_rules! snapshot {
    ($name:ident, { $($body:tt)* }) => {
        #[test]
        fn $name() {
            let mut settings = insta::Settings::clone_current();
            settings.set_omit_expression(true);
            settings.set_prepend_module_to_snapshot(false);
            settings.bind(|| insta::assert_snapshot!(stringify!($name), super::expanded(quote::quote!($($body)*))));
        }
    };
}
pub(crate) use snapshot;
