//! Checks of the dashboard, whose JSON no AWS tool validates before a browser renders it.

use serde_json::Value;

use super::TEMPLATE;

/// The columns of CloudWatch's grid.
const COLUMNS: u64 = 24;

/// The text with its placeholders, and the names that stand for a value of their own.
fn sub() -> &'static Value {
    &TEMPLATE["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
}

fn source() -> &'static str {
    sub()[0].as_str().expect("a text")
}

/// The names that `Fn::Sub` replaces; `${!…}` is for CloudWatch.
fn references() -> impl Iterator<Item = &'static str> {
    let names = source().split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    names.filter(|name| !name.starts_with('!'))
}

/// The widgets as CloudWatch gets them, with 1 for every replaced name: a number is valid inside and outside a string.
fn widgets() -> Vec<Value> {
    let text = references().fold(source().to_owned(), |text, name| text.replace(&format!("${{{name}}}"), "1"));
    let body: Value = serde_json::from_str(&text).expect("the dashboard is JSON");
    body["widgets"].as_array().expect("widgets").clone()
}

/// The position of a widget: columns from and to, rows from and to.
fn place(widget: &Value) -> [u64; 4] {
    let [x, y, width, height] = ["x", "y", "width", "height"].map(|key| widget[key].as_u64().expect("a place"));
    [x, x + width, y, y + height]
}

#[test]
fn the_dashboard_refers_to_existing_resources() {
    for name in references() {
        let name = name.split('.').next().unwrap_or_default();
        let places = [&TEMPLATE["Resources"], &TEMPLATE["Parameters"], &sub()[1]];
        let known = places.iter().any(|place| place.get(name).is_some());

        assert!(known || name.starts_with("AWS::"), "{name}");
    }
}

#[test]
fn every_widget_is_on_the_grid_and_overlaps_no_other() {
    let places: Vec<_> = widgets().iter().map(place).collect();

    for (index, [left, right, top, bottom]) in places.iter().enumerate() {
        assert!(left < right && *right <= COLUMNS && top < bottom, "widget {index}");
        let overlaps =
            |other: &&[u64; 4]| left < &other[1] && &other[0] < right && top < &other[3] && &other[2] < bottom;
        assert_eq!(places[..index].iter().find(overlaps), None, "widget {index}");
    }
}

#[test]
fn every_graph_names_metrics_with_dimensions_in_pairs() {
    let widgets = widgets();
    let graphs: Vec<_> = widgets.iter().filter(|widget| widget["type"] == "metric").collect();

    assert!(!graphs.is_empty());
    for graph in graphs {
        let title = &graph["properties"]["title"];
        let metrics = graph["properties"]["metrics"].as_array().expect("metrics");
        assert!(!metrics.is_empty(), "{title}");
        for metric in metrics {
            let names = metric.as_array().expect("a metric").iter().filter(|part| part.is_string()).count();
            assert!(names.is_multiple_of(2) && (names > 0 || metric[0]["expression"].is_string()), "{title}: {metric}");
        }
    }
}
