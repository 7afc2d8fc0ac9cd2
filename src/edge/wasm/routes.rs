//! The routes of the JSON API, and nothing that describes them: their document is made natively and served as it was written
//! down, and what makes it would be a sixth of the wasm.

use axum::{Router, routing::MethodRouter};

/// Addresses, and what answers them.
#[derive(Debug, Clone, Default)]
pub struct Routes(Router);

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }

    /// With one address: what [`routes!`] makes.
    pub fn routes(self, (path, methods): (String, MethodRouter)) -> Self {
        Self(self.0.route(&path, methods))
    }

    /// With others, below an address.
    pub fn nest(self, path: &str, others: Self) -> Self {
        Self(self.0.nest(path, others.0))
    }
}

impl From<Routes> for Router {
    fn from(routes: Routes) -> Self {
        routes.0
    }
}

/// The functions that answer one address, each to the method that its `utoipa::path` names.
macro_rules! routes {
    ($first:path $(, $other:path)* $(,)?) => {{
        use utoipa_axum::PathItemExt;
        let mut methods = axum::routing::MethodRouter::new();
        $crate::edge::routes!(@on methods $first);
        $($crate::edge::routes!(@on methods $other);)*
        (utoipa_axum::paste! { utoipa_axum::routes!(@path [path()] of $first) }, methods)
    }};
    (@on $methods:ident $handler:path) => {
        for method in utoipa_axum::paste! { utoipa_axum::routes!(@path [methods()] of $handler) } {
            $methods = $methods.on(method.to_method_filter(), $handler);
        }
    };
}
pub(crate) use routes;
