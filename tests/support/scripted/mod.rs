//! A scripted AWS: a CloudFormation that takes its time, throttles and answers in pages, with the parts of STS and S3
//! that a deployment needs. Every call is recorded, and any call can be held up.

mod alarms;
mod answers;
mod costs;
mod drift;
mod http;
mod jobs;
mod live_tail;
mod logs;
mod metrics;
mod scenario;
mod stack;
mod storage;
mod timeline;
mod trail;
mod user_jobs;
mod users;

use std::{
    collections::BTreeMap,
    io::BufReader,
    mem::take,
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use self::{
    alarms::Alarms,
    http::{Request, Response},
    jobs::Jobs,
    logs::Logs,
    metrics::Published,
    scenario::{API, EDGE},
    stack::Stack,
    storage::Storage,
    timeline::Timeline,
    user_jobs::UserJobs,
};
pub(crate) use self::{
    answers::ACCOUNT,
    live_tail::{LiveTailMessage, session_update},
    scenario::{Act, Beat, Scenario, Script, alarm_beat, beat, change, created, deployed, gate, stack_beat},
    users::SUB,
};

/// A server on a free port; it ends with the process of the test.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    shared: Arc<Shared>,
}

struct Shared {
    world: Mutex<World>,
    /// Notified of every change in the world.
    changed: Condvar,
    timeline: Mutex<Timeline>,
}

/// The whole state of the scripted AWS.
struct World {
    /// The address of this endpoint.
    url: String,
    scenario: Scenario,
    /// By stack name.
    scripts: BTreeMap<&'static str, Script>,
    stacks: Vec<Stack>,
    storage: Storage,
    alarms: Alarms,
    jobs: Jobs,
    user_jobs: UserJobs,
    logs: Logs,
    published: Published,
    calls: Vec<String>,
    user_agents: Vec<String>,
    /// How many gates are open.
    open_gates: usize,
    hold: Option<Hold>,
    /// Calls that IAM denies, each from a turn on.
    denied: Vec<(String, usize)>,
    /// Calls that are done, but whose answer is a denial.
    unanswered: Vec<String>,
    /// What CloudTrail knows, newest first.
    trail: Vec<Value>,
    /// Whether Cognito's own sender has sent its mails of the day.
    has_no_mails: bool,
}

/// A call that gets no answer until the hold is lifted.
struct Hold {
    call: String,
    /// Which call of that name, counted from one.
    turn: usize,
    reached: bool,
}

impl Endpoint {
    pub(crate) fn start(mut scenario: Scenario) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let scripts = scenario.scripts();
        let known = scripts.iter().filter_map(|(name, script)| Some(((name, script), script.deployed.as_ref()?)));
        let (alarms, logs) = (Alarms::of(take(&mut scenario.alarms)), Logs::in_pages_of(scenario.log_page_size));
        let world = World {
            url: url.clone(),
            scenario,
            stacks: known.map(|(script, beats)| Stack::with_history(script.0, beats, &script.1.names)).collect(),
            scripts,
            storage: Storage::default(),
            alarms,
            jobs: Jobs::default(),
            user_jobs: UserJobs::default(),
            logs,
            published: Published::default(),
            calls: Vec::new(),
            user_agents: Vec::new(),
            open_gates: 0,
            hold: None,
            denied: Vec::new(),
            unanswered: Vec::new(),
            trail: Vec::new(),
            has_no_mails: false,
        };
        let shared = Arc::new(Shared { world: Mutex::new(world), changed: Condvar::new(), timeline: Mutex::default() });
        let endpoint = Self { url, shared };
        let server = endpoint.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = server.clone();
                thread::spawn(move || server.converse(stream));
            }
        });
        endpoint
    }

    /// Every call so far, such as `cloudformation:CreateChangeSet`.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.world().calls.clone()
    }

    /// The user agent of every call.
    pub(crate) fn user_agents(&self) -> Vec<String> {
        self.world().user_agents.clone()
    }

    /// The events of the audit log, in order.
    pub(crate) fn audit_events(&self) -> Vec<Value> {
        self.world().logs.messages.iter().map(|message| serde_json::from_str(message).expect("JSON")).collect()
    }

    /// The calls that change something of the stage. Its audit log is apart: what is refused is recorded, too.
    pub(crate) fn writes(&self) -> Vec<String> {
        const READS: [&str; 6] = ["Describe", "Detect", "List", "Lookup", "Get", "Head"];
        let reads = |call: &str| {
            call.starts_with("logs:")
                || READS.iter().any(|read| call.split(':').nth(1).is_some_and(|op| op.starts_with(read)))
        };
        self.calls().into_iter().filter(|call| !reads(call)).collect()
    }

    /// From here on every call takes this long at least, and its time is kept.
    pub(crate) fn slow_down(&self, delay: Duration) {
        self.timeline().delay = delay;
        self.timeline().clear();
        self.world().calls.clear();
    }

    /// How many calls had to wait for one another since then.
    pub(crate) fn steps(&self) -> usize {
        self.timeline().steps()
    }

    fn timeline(&self) -> MutexGuard<'_, Timeline> {
        self.shared.timeline.lock().expect("not poisoned")
    }

    /// Lets the script continue past its next gate.
    pub(crate) fn open_gate(&self) {
        self.world().open_gates += 1;
        self.shared.changed.notify_all();
    }

    /// Holds up the `turn`th call of this name: it has its effect, but gets no answer.
    pub(crate) fn hold(&self, call: &str, turn: usize) {
        self.world().hold = Some(Hold { call: call.to_owned(), turn, reached: false });
    }

    /// Denies every call of this name.
    pub(crate) fn deny(&self, call: &str) {
        self.deny_from(call, 1);
    }

    /// Denies the calls of this name, from the `turn`th on.
    pub(crate) fn deny_from(&self, call: &str, turn: usize) {
        self.world().denied.push((call.to_owned(), turn));
    }

    /// Does what the calls of this name ask for, and answers that they are denied.
    pub(crate) fn lose_answers(&self, call: &str) {
        self.world().unanswered.push(call.to_owned());
    }

    pub(crate) fn allow_again(&self) {
        self.world().denied.clear();
    }

    /// Adds a call to CloudTrail's history: its service, its name, the resource and who made it.
    pub(crate) fn has_recorded(&self, source: &str, event: &str, resource: &str, by: &str) {
        self.world().trail.insert(0, trail::event(source, event, resource, by));
    }

    /// An alarm changes its state.
    pub(crate) fn alarm_becomes(&self, name: &str, state: &'static str) {
        self.alarm_became(name, state, 0);
    }

    /// An alarm has been in this state for so many minutes.
    pub(crate) fn alarm_became(&self, name: &str, state: &'static str, minutes_ago: i64) {
        self.world().alarms.change(name.to_owned(), state, minutes_ago);
    }

    /// The mutes that are recorded in the tags of alarms are over.
    pub(crate) fn outlive_mutes(&self) {
        self.world().alarms.outlive_mutes();
    }

    /// The tags of all alarms, in words.
    pub(crate) fn alarm_tags(&self) -> Vec<String> {
        self.world().alarms.tags()
    }

    /// Every table has this many items, by DynamoDB's count.
    pub(crate) fn count_items(&self, items: u64) {
        self.world().jobs.table_items = items;
    }

    /// Someone changes a property of a resource by hand.
    pub(crate) fn has_drifted(&self, logical_id: &'static str, path: &'static str) {
        self.world().scenario.drifted.push((logical_id, path));
    }

    /// The records of the releases, oldest first.
    pub(crate) fn release_records(&self) -> Vec<Value> {
        let texts = self.world().storage.texts("/releases/");
        texts.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect()
    }

    /// Whether the API's stack has termination protection.
    pub(crate) fn is_protected(&self) -> bool {
        self.world().stacks.iter().any(|stack| stack.name == API && stack.protected)
    }

    /// Waits until the held call arrives; `false` if it never does.
    pub(crate) fn is_held(&self, patience: Duration) -> bool {
        let not_yet = |world: &mut World| !world.hold.as_ref().is_some_and(|hold| hold.reached);
        let world = self.shared.changed.wait_timeout_while(self.world(), patience, not_yet);
        !world.expect("not poisoned").1.timed_out()
    }

    pub(crate) fn lift_hold(&self) {
        self.world().hold = None;
        self.shared.changed.notify_all();
    }

    /// The status of the API's stack, `None` when there is no stack.
    pub(crate) fn status(&self) -> Option<String> {
        self.status_of(API)
    }

    /// The status of the edge's stack, `None` when there is no stack.
    pub(crate) fn edge_status(&self) -> Option<String> {
        self.status_of(EDGE)
    }

    fn status_of(&self, name: &str) -> Option<String> {
        let world = self.world();
        let mut statuses = world.stacks.iter().rev().filter(|stack| stack.name == name).map(Stack::status);
        statuses.find(|status| status != "DELETE_COMPLETE")
    }

    /// The change sets of all stacks.
    pub(crate) fn change_sets(&self) -> Vec<String> {
        let world = self.world();
        world.stacks.iter().flat_map(|stack| &stack.change_sets).map(|change_set| change_set.name.clone()).collect()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world.lock().expect("not poisoned")
    }

    fn converse(&self, stream: TcpStream) {
        let Ok(mut writer) = stream.try_clone() else { return };
        let mut reader = BufReader::new(stream);
        while let Some(request) = http::read(&mut reader) {
            let begun = Instant::now();
            let delay = self.timeline().delay;
            thread::sleep(delay);
            let response = self.answer(&request);
            // Before the client can know.
            self.timeline().add(begun, Instant::now());
            if http::write(&mut writer, &request, response).is_err() {
                return;
            }
        }
    }

    fn answer(&self, request: &Request) -> Response {
        let call = request.call();
        let mut world = self.world();
        world.calls.push(call.clone());
        world.user_agents.push(request.user_agent.clone());
        let turn = world.calls.iter().filter(|earlier| **earlier == call).count();
        let is_denied = world.denied.iter().any(|(denied, from)| *denied == call && turn >= *from);
        let response = match call.split_once(':') {
            Some(("logs" | "cloudtrail" | "ce", _)) if is_denied => logs::denied(),
            Some(_) if is_denied => Response::error(403, "AccessDenied", "denied"),
            Some(("s3", "PutUsers")) => world.user_jobs.upload(request),
            Some(("s3", _)) => world.storage.answer(request),
            Some(("cloudtrail", _)) => trail::looked_up(&world.trail, request),
            Some(("logs", operation)) => world.logs.answer(operation, request),
            Some(("cognito-idp" | "dynamodb", operation)) => {
                let url = world.url.clone();
                let of_job = world.user_jobs.answer(operation, request, &url);
                let of_job = of_job.or_else(|| world.jobs.answer(operation, request));
                of_job.unwrap_or_else(|| users::answer(operation, request, world.jobs.table_items, world.has_no_mails))
            }
            Some(("sts", _)) => answers::caller(),
            Some(("sns", _)) => alarms::subscribers(request),
            Some(("ce", _)) => costs::answer(request),
            Some(("lambda", "GetAlias")) => answers::alias(),
            Some(("lambda", _)) => answers::function(),
            Some(("cloudwatch", operation)) => world.cloudwatch(operation, request),
            Some(("execute-api", _)) => answers::stranger(request),
            Some(("cloudformation", action)) => self.formation(&mut world, action, request),
            _ => Response::error(400, "InvalidAction", "not scripted"),
        };
        let response =
            if world.unanswered.contains(&call) { Response::error(403, "AccessDenied", "denied") } else { response };
        self.shared.changed.notify_all();
        if let Some(hold) = world.hold.as_mut().filter(|hold| hold.call == call && hold.turn == turn) {
            hold.reached = true;
            self.shared.changed.notify_all();
            drop(self.shared.changed.wait_while(world, |world| world.hold.is_some()));
        }
        response
    }

    fn formation(&self, world: &mut World, action: &str, request: &Request) -> Response {
        if world.scenario.throttled > 0 {
            world.scenario.throttled -= 1;
            return Response::error(400, "Throttling", "Rate exceeded");
        }
        let (response, operation) = world.formation(action, request);
        if let Some(operation) = operation {
            let endpoint = self.clone();
            thread::spawn(move || endpoint.play(&operation));
        }
        response
    }

    /// Plays the beats of an operation at their pace, until another operation replaces it.
    fn play(&self, operation: &answers::Operation) {
        let mut gates = 0;
        for beat in &operation.beats {
            let mut world = self.world();
            match beat {
                Beat::Gate => {
                    gates += 1;
                    let closed = |world: &mut World| {
                        world.open_gates < gates && world.operation_of(&operation.stack_id) == operation.token
                    };
                    world = self.shared.changed.wait_while(world, closed).expect("not poisoned");
                }
                Beat::Event { after, .. } => {
                    drop(world);
                    thread::sleep(*after);
                    world = self.world();
                }
                Beat::Alarm { .. } => {}
            }
            if world.operation_of(&operation.stack_id) != operation.token {
                return;
            }
            world.happen(operation, beat);
            drop(world);
            self.shared.changed.notify_all();
        }
    }
}
