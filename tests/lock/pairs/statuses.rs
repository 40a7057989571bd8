//! Statuses and further success sections.

use matrix_api::http::StatusCode;

definitions! {
    ok { response { pub a: String } }
    created { response CREATED { pub a: String } }
    found { response FOUND { pub a: String } }
    moved { response MOVED_PERMANENTLY { pub a: String } }
    with_status { response { pub a: String, #[ruma_api(status)] pub status: StatusCode } }
    ok_and_created { response OK { pub a: String } response CREATED { pub a: String } }
    ok_and_other_created { response OK { pub a: String } response CREATED { pub b: String } }
    ok_and_accepted { response OK { pub a: String } response ACCEPTED { pub a: String } }
    ok_and_not_modified { response OK { pub a: String } response NOT_MODIFIED {} }
}

rows! {
    "status: 2xx -> another 2xx": ok => created, Works, Works;
    "status: 2xx -> 3xx": ok => found, Breaks, Breaks;
    "status: 3xx -> 2xx": found => ok, Breaks, Breaks;
    "status: redirect -> another redirect": found => moved, Works, Works;
    "status field added": ok => with_status, Works, Works;
    "status field removed": with_status => ok, Works, Works;
    "a second 2xx added, with the same fields": ok => ok_and_created, OtherMeaning, Works;
    "a second 2xx removed, with the same fields": ok_and_created => ok, Works, OtherMeaning;
    "a second 2xx added, with other fields": ok => ok_and_other_created, Breaks, Works;
    "a second 2xx removed, with other fields": ok_and_other_created => ok, Works, Breaks;
    "the only status becomes one of two": created => ok_and_created, OtherMeaning, Works;
    "a 2xx becomes two others": created => ok_and_accepted, OtherMeaning, Breaks;
    "a second 2xx gets another status": ok_and_created => ok_and_accepted, Breaks, Breaks;
    "a second 2xx added beside a status field": with_status => ok_and_created, OtherMeaning, Breaks;
    "status of another class added": ok => ok_and_not_modified, Breaks, Works;
    "status of another class removed": ok_and_not_modified => ok, Works, Breaks;
}
