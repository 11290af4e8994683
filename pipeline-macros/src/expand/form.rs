//! Headers become closures, items become functions.

use super::drawing::graph;
use super::graph::Graph;
use super::mermaid::mermaid;
use super::writer::Writer;
use crate::ast::{Header, Item};
use crate::hygiene::internal;
use crate::lex::{is_punct, stream, trees};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

impl Writer<'_> {
    /// `<In => Out> stages`, `<name: In => Out> body`
    pub(super) fn header(&mut self, header: &Header) -> TokenStream {
        let input = header.name.clone().unwrap_or_else(|| internal("in", Span::call_site()));
        if header.name.as_ref().is_some_and(|name| self.found.is_doubled(name)) {
            self.witness(&input);
        }
        self.typed = header.output.is_some();
        let body = self.expression(&header.body);
        let from = self.stream_type(&header.input);
        match &header.output {
            Some(output) => {
                let to = self.stream_type(output);
                let pipe = self.path("pipe", Span::call_site());
                quote!(#pipe::<#from, #to, _>(move |#input: #from| -> #to { #body }))
            }
            None => {
                let terminal = self.path("terminal", Span::call_site());
                quote!(#terminal::<#from, _, _>(move |#input: #from| #body))
            }
        }
    }

    /// `Stream<T>` for the items `T`; a type that is a stream already stays as it is.
    fn stream_type(&self, of: &TokenStream) -> TokenStream {
        let tokens = trees(of.clone());
        let generics = tokens.iter().position(|token| is_punct(Some(token), '<')).unwrap_or(0);
        let names_stream = matches!(generics.checked_sub(1).map(|at| &tokens[at]),
            Some(TokenTree::Ident(ident)) if ident == "Stream" || ident == "TryStream");
        if names_stream {
            return of.clone();
        }
        let span = tokens.first().map_or_else(Span::call_site, TokenTree::span);
        let stream = self.path("Stream", span);
        quote!(#stream<#of>)
    }

    /// `fn name(..) { body }`, and behind it a module of the same name that holds the graph.
    pub(super) fn item(&mut self, item: &Item) -> TokenStream {
        let Item { attributes, visibility, signature, name, .. } = item;
        self.drawn = true;
        let tail = self.body(&item.body);
        let tail = if item.is_async { quote!(::core::result::Result::Ok(#tail.await?)) } else { tail };
        let statements = std::mem::take(&mut self.statements);
        let report = self.found.report();
        let conditions = conditions(attributes);
        let graph = graph(&item.body);
        let constants = self.constants(&graph);
        let about = format!("The graph of the pipeline [`{name}`](fn@{name}), known before it runs.");
        quote! {
            #attributes #visibility #signature {
                #(#statements)*
                #tail
            }
            #conditions
            #[doc = #about]
            #[allow(dead_code)]
            #visibility mod #name {
                #constants
            }
            #report
        }
    }

    /// `GRAPH` and `MERMAID`.
    fn constants(&self, graph: &Graph) -> TokenStream {
        let here = Span::call_site();
        let (graph_type, node_type, edge_type) =
            (self.path("Graph", here), self.path("Node", here), self.path("Edge", here));
        let number = |number: Option<usize>| match number {
            Some(number) => quote!(::core::option::Option::Some(#number)),
            None => quote!(::core::option::Option::None),
        };
        let nodes = graph.nodes.iter().map(|node| {
            let (operator, name) = (&node.operator, &node.name);
            let (workers, buffer) = (number(node.workers), number(node.buffer));
            quote!(#node_type { operator: #operator, name: #name, workers: #workers, buffer: #buffer })
        });
        let edges = graph.edges.iter().map(|edge| {
            let (from, to, label) = (edge.from, edge.to, &edge.label);
            quote!(#edge_type { from: #from, to: #to, label: #label })
        });
        let mermaid = mermaid(graph);
        let (graph_name, mermaid_name) = (Ident::new("GRAPH", here), Ident::new("MERMAID", here));
        quote! {
            /// The stages and the edges between them.
            pub const #graph_name: &#graph_type = &#graph_type { nodes: &[#(#nodes),*], edges: &[#(#edges),*], mermaid: #mermaid };
            /// The graph as a Mermaid flowchart.
            pub const #mermaid_name: &str = #graph_name.mermaid;
        }
    }
}

/// The `#[cfg(..)]` among the attributes: the module exists where the function does.
fn conditions(attributes: &TokenStream) -> TokenStream {
    let tokens = trees(attributes.clone());
    let is_condition = |attribute: &&[TokenTree]| {
        matches!(attribute.get(1), Some(TokenTree::Group(group))
            if crate::lex::is_word(group.stream().into_iter().next().as_ref(), "cfg"))
    };
    tokens.chunks(2).filter(is_condition).map(stream).collect()
}
