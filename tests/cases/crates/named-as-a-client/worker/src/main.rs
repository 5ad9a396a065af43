mod jobs;

fn main() {
    jobs::run(&idp::Idp::new());
}
