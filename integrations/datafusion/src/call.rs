//! A function as DataFusion calls it: its name, its types, and a batch of rows.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion_common::{DataFusionError, Result, ScalarValue};
use datafusion_expr::{
    ColumnarValue, DocSection, Documentation, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl,
    Signature, Volatility,
};

use crate::functions::Engine;
use crate::rows::Rows;
use crate::{gaps, render, signature};

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Function {
    Render,
    TryRender,
    Gaps,
}

impl Function {
    pub(crate) const ALL: [Self; 3] = [Self::Render, Self::TryRender, Self::Gaps];

    const fn name(self) -> &'static str {
        match self {
            Self::Render => "lacuna_render",
            Self::TryRender => "try_lacuna_render",
            Self::Gaps => "lacuna_gaps",
        }
    }

    /// Views, since the texts of a batch may pass the 2 GiB that offsets of 32 bits can tell.
    fn return_type(self) -> DataType {
        match self {
            Self::Render | Self::TryRender => DataType::Utf8View,
            Self::Gaps => gaps::list_type(),
        }
    }

    const fn documentation(self) -> &'static LazyLock<Documentation> {
        static RENDER: LazyLock<Documentation> = LazyLock::new(|| Function::Render.documented());
        static TRY: LazyLock<Documentation> = LazyLock::new(|| Function::TryRender.documented());
        static GAPS: LazyLock<Documentation> = LazyLock::new(|| Function::Gaps.documented());
        match self {
            Self::Render => &RENDER,
            Self::TryRender => &TRY,
            Self::Gaps => &GAPS,
        }
    }

    fn documented(self) -> Documentation {
        let (description, example) = match self {
            Self::Render => (
                "Fills the [[ path ]] placeholders of a template from a record. A row that leaves a gap is an error that names it.",
                "lacuna_render('Dear [[ name ]],', named_struct('name', 'Ada')) -- Dear Ada,",
            ),
            Self::TryRender => (
                "Fills the [[ path ]] placeholders of a template from a record; null if that leaves a gap.",
                "try_lacuna_render('Dear [[ name ]],', '{}') -- NULL",
            ),
            Self::Gaps => (
                "Lists what keeps a record from filling a template, each with code, expression, line, column, message and help; empty if nothing does.",
                "lacuna_gaps('Dear [[ name ]],', '{}')[1]['expression'] -- name",
            ),
        };
        let name = self.name();
        Documentation::builder(
            DocSection { include: true, label: "Lacuna Functions", description: None },
            description,
            format!("{name}(template, record [, locale])"),
        )
        .with_argument("template", "A string with placeholders")
        .with_argument(
            "record",
            "A struct, a map with strings as keys, or a string that holds JSON",
        )
        .with_argument("locale", "A language tag, in which translations are looked for")
        .with_sql_example(example)
        .build()
    }
}

/// A function and what it shares with the others of its registration.
pub(crate) struct Call {
    function: Function,
    engine: Arc<Engine>,
    signature: Signature,
}

impl Call {
    pub(crate) fn new(function: Function, engine: Arc<Engine>) -> Self {
        Self { function, engine, signature: Signature::user_defined(Volatility::Immutable) }
    }

    /// Refuses a template that is written in the query and cannot be read, before the first row is.
    fn check_literal(&self, template: Option<&ScalarValue>) -> Result<()> {
        let text = template.and_then(|template| template.try_as_str().flatten());
        let Some(text) = text.filter(|_| self.function == Function::Render) else { return Ok(()) };
        match &*self.engine.templates.of(text) {
            Ok(_) => Ok(()),
            Err(error) => Err(DataFusionError::Plan(format!(
                "the template of {} cannot be read:\n{error:#}",
                self.name()
            ))),
        }
    }
}

impl ScalarUDFImpl for Call {
    fn name(&self) -> &'static str {
        self.function.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        signature::coerced(self.name(), given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.function.return_type())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        self.check_literal(args.scalar_arguments.first().copied().flatten())?;
        Ok(Arc::new(Field::new(self.name(), self.function.return_type(), true)))
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let are_constant = args.args.iter().all(|it| matches!(it, ColumnarValue::Scalar(_)));
        let rows = Rows::of(&args.args, if are_constant { 1 } else { args.number_rows })?;
        let results = match self.function {
            Function::Render => render::strict(&rows, &self.engine)?,
            Function::TryRender => render::or_null(&rows, &self.engine)?,
            Function::Gaps => gaps::listed(&rows, &self.engine)?,
        };
        if are_constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&results, 0)?));
        }
        Ok(ColumnarValue::Array(results))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(self.function.documentation())
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("function", &self.function).finish_non_exhaustive()
    }
}

/// The same function is one of the same registration.
impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        self.function == other.function && Arc::ptr_eq(&self.engine, &other.engine)
    }
}

impl Eq for Call {}

impl Hash for Call {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.function.hash(state);
        Arc::as_ptr(&self.engine).cast::<()>().hash(state);
    }
}
